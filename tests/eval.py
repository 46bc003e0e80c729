"""Scores the extractor on the gold articles: `python -m tests.eval [PART...]` (`make eval`)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from extractor.goldset import GoldArticle, load_gold
from extractor.output import to_record
from extractor.pipeline import build_nlp
from extractor.reading import read_articles
from tests.gold import score

GOLD = Path(__file__).parent / "gold"


def parts() -> dict[str, list[GoldArticle]]:
    """The gold articles by part: what is trained on, what is kept aside, and the test."""
    held_out = set((GOLD / "held_out.txt").read_text().split())
    trainset = load_gold(GOLD / "trainset")
    return {
        "train": [one for one in trainset if one.id not in held_out],
        "held_out": [one for one in trainset if one.id in held_out],
        "devset": load_gold(GOLD / "devset"),
    }


def main() -> None:
    """Print the figures of each part, and write its errors beside it when asked."""
    nlp = build_nlp()
    wanted = sys.argv[1:] or list(parts())
    for name in wanted:
        gold = parts()[name]
        reports = read_articles(nlp, [(one.article, None) for one in gold])
        system = {
            one.id: [to_record(report) for report in found]
            for one, found in zip(gold, reports, strict=True)
        }
        docs = [{"id": one.id, "events": one.events} for one in gold]
        figures, errors = score.score(docs, system)
        Path(f"/tmp/errors_{name}.jsonl").write_text("\n".join(json.dumps(e, ensure_ascii=False) for e in errors))
        Path(f"/tmp/system_{name}.jsonl").write_text("\n".join(json.dumps({"id": k, "events": v}, ensure_ascii=False) for k, v in system.items()))
        print(f"== {name}: {len(gold)} articles")
        for kind in ("by_type", "by_slot"):
            for label, (p, r, f, c) in figures[kind].items():
                print(f"  {label!s:<26} {p:5.2f} {r:5.2f} {f:5.2f}  {c.get('tp', 0):g} {c.get('fp', 0):g} {c.get('fn', 0):g}")
        for key in ("event", "slot"):
            print(f"{key} P/R/F1 " + " ".join(f"{x:.3f}" for x in figures[key]))
        print(f"relevance {figures['relevance']:.3f} factuality {figures['factuality']:.3f}")


if __name__ == "__main__":
    main()
