"""The attributes that our components keep on a spaCy Doc, registered once."""

from __future__ import annotations

from spacy.tokens import Doc, Span

# Lists start as None: spaCy shares a mutable default between documents.
ATTRIBUTES = (
    "anchor",  # mentions.Anchor | None
    "title",  # the article's headline, str | None
    "timezone",  # the outlet's IANA zone, str | None
    "times",  # list[TimeMention]
    "recurrences",  # list[RecurrenceMention]
    "quantities",  # list[QuantityMention]
    "places",  # list[PlaceSpan]
    "organisations",  # list[OrganisationSpan]
    "rail_parts",  # passing.RailParts
    "triggers",  # list[Trigger]
    "encodings",  # dict[int, Encoding]: what the sentence network read, by a sentence's first token
    "event_mentions",  # list[EventMention]
    "reports",  # list[Report]
)


def text_of(doc: Doc) -> str:
    """The document's text, kept: `doc.text` is put together anew each time it is asked for."""
    text: str | None = doc.user_data.get("text")
    if text is None:
        text = doc.user_data["text"] = doc.text
    return text


def words_of(span: Span) -> str:
    """The text of a span, cut from the document's: `span.text` too is put together anew."""
    return text_of(span.doc)[span.start_char : span.end_char]


def register() -> None:
    """Make the attributes known to spaCy; calling it again changes nothing."""
    for name in ATTRIBUTES:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


register()
