"""Scores the extractor on the annotated articles: `python -m tests.eval [PART...]` (`make eval`).

`train` is what the models are trained on: its figures tell how well that was learned, not how well
unseen articles are read. The other parts are never trained on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from spacy.language import Language

from extractor.output import to_record
from extractor.pipeline import build_nlp
from extractor.reading import read_articles
from extractor.training.goldset import GoldArticle, load_gold, read_lines, training_articles
from storage.records import Article
from tests.baseline import Baseline
from tests.error_causes import LEFT_OUT, REPLACED, RIGHT, error_causes
from tests.gold import score

GOLD = Path(__file__).parent / "gold"
FLOORS = GOLD / "floors.json"
PARTS = (
    "train",
    "held_out",
    "fresh",
    "plain",
    "refusal",
    "devset",
    "rewordings",
    "swapped",
    "extra",
    "probe",
    "printed",
    "desk",
    "voices",
    "example",
)
FLOOR_PARTS = (
    "held_out",
    "fresh",
    "plain",
    "devset",
    "rewordings",
    "swapped",
    "desk",
    "voices",
    "example",
)
KEPT_ASIDE = {
    "held_out": "trainset",
    "fresh": "trainset_b",
    "plain": "trainset_c",
    "refusal": "trainset_e",
    "voices": "trainset_g",
}  # of which set, by held_out.txt
MARGINS = {"event_f1": 0.04, "slot_f1": 0.04}  # how far below what is measured a floor lies
MARGIN = 0.08  # the same for figures of few events or articles, where one of them weighs much
DAY = len("2024-12-16")
SURE = 0.8  # a confidence of which four in five should be right
FEWEST = 8  # annotated events from which on a type has a floor of its own

System = dict[str, list[dict[str, Any]]]


def load_example() -> list[GoldArticle]:
    """The one article that the project was asked for with, as the newspaper printed it."""
    [gold] = read_lines(GOLD / "example" / "gold.jsonl")
    text = (GOLD / "example" / f"{gold['id']}.txt").read_text("utf-8")
    title = next(line for line in text.splitlines() if "train resumes" in line)
    day = datetime(2024, 12, 16, tzinfo=UTC)
    article = Article(gold["id"], "", title, text, fetched_at=day, published_at=day, language="en")
    return [GoldArticle(gold["id"], article, True, gold["events"])]


def load_swapped() -> list[GoldArticle]:
    """The example with one of its sentences in other words, five times each sentence."""
    [example] = load_example()
    return [
        swapped(example, row["id"], row["text"], *row["replaces"])
        for row in read_lines(GOLD / "rewordings" / "sentences.jsonl")
    ]


def swapped(one: GoldArticle, name: str, words: str, start: int, end: int) -> GoldArticle:
    """The article with the sentence `start:end` of its text told in other words."""
    text, longer = one.article.text, len(words) - (end - start)

    def moved(span: Sequence[int]) -> list[int]:
        return [at + longer * (at >= edge) for at, edge in zip(span, (start + 1, end), strict=True)]

    events = [{**e, "evidence": [moved(span) for span in e["evidence"]]} for e in one.events]
    article = replace(one.article, url=name, text=text[:start] + words + text[end:])
    return GoldArticle(name, article, one.day_only, events)


def load_part(part: str) -> list[GoldArticle]:
    """The annotated articles of one of `PARTS`."""
    if part == "example":
        return load_example()
    if part == "swapped":
        return load_swapped()
    if part == "train":
        return list(chain.from_iterable(training_articles(GOLD)))
    if part in KEPT_ASIDE:
        held_out = set((GOLD / "held_out.txt").read_text("utf-8").split())
        return [one for one in load_gold(GOLD / KEPT_ASIDE[part]) if one.id in held_out]
    return load_gold(GOLD / part)


def read_part(nlp: Language, gold: Sequence[GoldArticle]) -> System:
    """What the extractor makes of the articles: their events by article id."""
    found = read_articles(nlp, [(one.article, None) for one in gold])
    return {
        one.id: [to_record(report) for report in reports]
        for one, reports in zip(gold, found, strict=True)
    }


def score_part(
    gold: Sequence[GoldArticle], system: System
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The scorer's figures and the errors."""
    return score.score([{"id": one.id, "events": one.events} for one in gold], system)


def print_figures(figures: Mapping[str, Any]) -> None:
    """The table by type and slot, then the figures that sum it up."""
    for kind in ("by_type", "by_slot"):
        print(f"{kind[3:]:<26}  prec   rec    F1    (right, wrong, missed)")
        for name, (precision, recall, f1, counts) in figures[kind].items():
            told = " ".join(f"{counts.get(key, 0):g}" for key in ("tp", "fp", "fn"))
            print(f"  {name!s:<24} {precision:5.2f} {recall:5.2f} {f1:5.2f}   {told}")
    print_sums("extractor", figures)


def print_causes(gold: Sequence[GoldArticle], system: System) -> None:
    """The errors grouped by cause: of events, then of the values of those that were found.

    Covered are gold's values in whose place one is told, accurate the told ones that are right.
    """
    events, values = error_causes(gold, system)
    for cause, count in events.most_common():
        print(f"  {count:4d}  {cause}")
    causes = sorted({cause for _, cause in values} - {RIGHT, LEFT_OUT, REPLACED})
    heads = ("covered", "accurate", LEFT_OUT, *causes)
    print(f"{'values of events found':<24}" + "".join(f"{head:>18}" for head in heads))
    for slot in sorted({slot for slot, _ in values}):
        right, left_out, replaced = (values[slot, one] for one in (RIGHT, LEFT_OUT, REPLACED))
        wrong = [values[slot, cause] for cause in causes]
        covered = share(right + replaced, right + replaced + left_out)
        accurate = share(right, right + sum(wrong))
        print(
            f"  {slot:<22}{covered:18.2f}{accurate:18.2f}"
            + "".join(f"{count:18d}" for count in (left_out, *wrong))
        )


def share(part: float, whole: float) -> float:
    """`part` of `whole`; 0 of nothing."""
    return part / whole if whole else 0.0


def print_sums(name: str, figures: Mapping[str, Any]) -> None:
    """One line: event and slot precision, recall and F1, relevance, factuality."""
    event, slot = (" ".join(f"{x:.3f}" for x in figures[key]) for key in ("event", "slot"))
    print(
        f"{name:<10} event P/R/F1 {event}   slot P/R/F1 {slot}"
        f"   relevance {figures['relevance']:.3f}   factuality {figures['factuality']:.3f}"
    )


def day_share(gold: Sequence[GoldArticle], system: System) -> tuple[int, int]:
    """Of the events that gold dates to the day: how many are found with that day, how many are."""
    right = wanted = 0
    for one in gold:
        found = dict(score.align(one.events, system[one.id]))
        for at, event in enumerate(one.events):
            days = {d[:10] for d in (event.get("start"), *event.get("start_ok", [])) if d}
            if len(event.get("start") or "") >= DAY and not event.get("optional"):
                got = system[one.id][found[at]]["start"] if at in found else None
                wanted += 1
                right += (got or "")[:DAY] in days
    return right, wanted


def sure_share(gold: Sequence[GoldArticle], system: System) -> tuple[int, int]:
    """Of the events told with a confidence of `SURE` or more: how many gold has, how many are."""
    right = told = 0
    for one in gold:
        matched = {got for _, got in score.align(one.events, system[one.id])}
        sure = {at for at, event in enumerate(system[one.id]) if event["confidence"] >= SURE}
        right, told = right + len(sure & matched), told + len(sure)
    return right, told


def evaluate(
    nlp: Language, part: str, *, baseline: Baseline, errors_folder: Path | None
) -> dict[str, Any]:
    """Read, score and print one part beside the baseline; the errors go to a file of their own."""
    gold = load_part(part)
    system = read_part(nlp, gold)
    figures, errors = score_part(gold, system)
    print(f"\n== {part}: {len(gold)} articles")
    print_figures(figures)
    print_causes(gold, system)
    for name, (right, of) in (
        ("dated to the day by gold: with that day", day_share(gold, system)),
        (f"told with confidence {SURE} or more: right", sure_share(gold, system)),
    ):
        print(f"{name} {right} of {of} ({share(right, of):.2f})")
    plain, _ = score_part(gold, {one.id: baseline.read(one.article) for one in gold})
    print_sums("baseline", plain)
    if errors_folder is not None:
        lines = (json.dumps(error, ensure_ascii=False) + "\n" for error in errors)
        errors_folder.mkdir(parents=True, exist_ok=True)
        (errors_folder / f"{part}.jsonl").write_text("".join(lines), encoding="utf-8")
    return figures


def measured_figures(nlp: Language, **known: System) -> dict[str, dict[str, float]]:
    """The figures that have floors: each part's event and slot F1, each type's event F1, each
    slot's F1, and the share of the articles without an event of which none is told.

    A type's or slot's is that of all the parts together, where they hold at least `FEWEST` of it.
    What is `known` of a part is not read again.
    """
    golds = {part: load_part(part) for part in FLOOR_PARTS}
    systems = {part: known.get(part) or read_part(nlp, gold) for part, gold in golds.items()}
    figures = {part: score_part(gold, systems[part])[0] for part, gold in golds.items()}
    everything = [one for gold in golds.values() for one in gold]
    found = {key: events for system in systems.values() for key, events in system.items()}
    silent = [not found[one.id] for one in everything if not one.events]
    whole = score_part(everything, found)[0]
    return {
        "event_f1": {part: figures[part]["event"][2] for part in FLOOR_PARTS},
        "slot_f1": {part: figures[part]["slot"][2] for part in FLOOR_PARTS},
        "type_f1": often_annotated(whole["by_type"]),
        "value_f1": often_annotated(whole["by_slot"]),
        "silence": {"articles_without_event": sum(silent) / len(silent)},
    }


def often_annotated(table: Mapping[str, Any]) -> dict[str, float]:
    """The F1 of the rows of a scorer's table that gold has at least `FEWEST` times."""
    return {
        name: f1
        for name, (_, _, f1, counts) in table.items()
        if counts.get("tp", 0) + counts.get("fn", 0) >= FEWEST
    }


def write_floors(nlp: Language) -> None:
    """Set every floor a little below what is measured now."""
    floors = {
        kind: {
            name: round(max(0.0, value - MARGINS.get(kind, MARGIN)), 3)
            for name, value in figures.items()
        }
        for kind, figures in measured_figures(nlp).items()
    }
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Print the figures of the parts named, or of all; or set the floors."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description="Score the extractor")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--errors", type=Path, metavar="DIR", help="write every error there")
    parser.add_argument("--write-floors", action="store_true", help=f"set {FLOORS.name} anew")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    nlp = build_nlp()
    if options.write_floors:
        write_floors(nlp)
        return
    baseline = Baseline()
    for part in options.parts or PARTS:
        evaluate(nlp, part, baseline=baseline, errors_folder=options.errors)


if __name__ == "__main__":
    main()
