"""How often what a text tells of happens: "three times a week" -> FREQ=WEEKLY;X-TIMES=3."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extractor.extensions import text_of
from extractor.mentions import RecurrenceMention
from extractor.timex.recurrence import find_repeats, load_timetable


@Language.factory("recurrence", assigns=["doc._.recurrences"], default_config={"language": "en"})
class RecurrenceReader:
    """Finds patterns of repetition; stands before "times", which leaves their days alone."""

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.table = load_timetable(language)

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        doc._.recurrences = [
            RecurrenceMention(
                found.start,
                found.end,
                text[found.start : found.end],
                found.rule,
                found.per_week,
                found.later,
            )
            for found in find_repeats(text, self.table)
        ]
        return doc
