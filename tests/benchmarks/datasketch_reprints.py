"""How datasketch's stock MinHashLSH judges the pairs of `tests.story_pairs`, for comparison.

In an environment of its own, for datasketch is no dependency:

    .venv/bin/python -m tests.story_pairs > pairs.jsonl
    python -m venv other && other/bin/pip install datasketch
    other/bin/python tests/benchmarks/datasketch_reprints.py pairs.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from datasketch import MinHash, MinHashLSH

WORDS = 3
THRESHOLDS = (0.9, 0.7, 0.5, 0.3)  # 0.9 is the default


def minhash(text: str) -> MinHash:
    words = re.findall(r"\w+", text.lower())
    made = MinHash()
    runs = {" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))}
    made.update_batch([run.encode() for run in runs])
    return made


def main(path: Path) -> None:
    pairs = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    hashed = [(pair, minhash(pair["one"]), minhash(pair["other"])) for pair in pairs]
    for threshold in THRESHOLDS:
        right = joined = 0
        for pair, one, other in hashed:
            index = MinHashLSH(threshold=threshold)
            index.insert("one", one)
            found = bool(index.query(other))
            joined += found
            right += found and pair["is_one"]
        wanted = sum(pair["is_one"] for pair in pairs)
        precision, recall = right / max(1, joined), right / wanted
        print(f"threshold {threshold}: precision {precision:.3f}, recall {recall:.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
