"""Pairs of articles that are one story or two, made from the newsroom's own texts and a few others.

One story: cut, reordered, under another headline and dateline, with typos, lightly edited, with its
quotes translated, its figures in digits, sent off on another day. Two: a figure changed, or all of
them shifted, told again a week later, another text of the same outlet.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from railwatch.newsroom.outlets import load_outlets

LEAST_WORDS = 60
NEWSROOM_TEXTS = 32
FOREIGN_QUOTES = (
    "Мы давно ждали этого дня и рады, что всё прошло спокойно",
    "오래 기다려 온 날이고 모든 일이 순조롭게 끝나 기쁩니다",
    "我们等这一天等了很久，很高兴一切顺利",
    "Nous attendions ce jour depuis longtemps et tout s'est bien passé",
)
EDITS = {
    "said": "told reporters", "about": "roughly", "began": "started", "near": "close to",
    "also": "moreover", "because": "since", "but": "yet", "many": "numerous", "after": "following",
    "сообщил": "рассказал", "также": "ещё", "밝혔다": "말했다", "表示": "说",
}  # fmt: skip
NUMBER = re.compile(r"\d+|\b(?:two|three|four|five|six|seven|eight|nine|ten|двое|трое|пять)\b")
OTHER_WORDS = {"two": "six", "three": "eight", "двое": "трое", "трое": "двое", "пять": "семь"}
DIGITS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "двое": 2, "трое": 3, "пять": 5,
}  # fmt: skip
NUMBER_WORD = re.compile(rf"(?<!-)\b(?:{'|'.join(DIGITS)})\b")
DATELINE_DAY = re.compile(r"\A[A-Z][^\d\n,.]+, ([A-Z]\w+) \d+")
QUOTE = re.compile(r"“[^”]{12,}”|«[^»]{8,}»|\"[^\"]{12,}\"")

# A few in scripts that the newsroom lacks.
OTHER_SCRIPTS = Path(__file__).parent / "pairs" / "other_scripts.txt"


@dataclass(frozen=True)
class StoryPair:
    """Two texts, how many days apart they appear, and whether they are one story."""

    kind: str
    one: str
    other: str
    days: int
    is_one: bool


def story_pairs():
    """All pairs, the same in every run."""
    chance = random.Random(5)
    texts = base_texts()
    for at, text in enumerate(texts):
        for kind, made in reprints(text, chance):
            yield StoryPair(kind, text, made, chance.choice([0, 0, 1, 2]), True)
        changed = with_another_figure(text, chance)
        if changed is not None:
            yield StoryPair("changed figure", text, changed, chance.choice([0, 1]), False)
            moved = reordered(changed, random.Random(7))
            yield StoryPair("changed figure, reordered", text, moved, 0, False)
        shifted = with_shifted_figures(text)
        if shifted is not None:
            yield StoryPair("shifted figures", text, shifted, 1, False)
        yield StoryPair("a week later", text, cut(text, chance), 7, False)
        yield StoryPair("another text", text, texts[(at + 1) % len(texts)], 0, False)


def base_texts():
    articles = [article for outlet in load_outlets(revised=False) for article in outlet.articles]
    own = ["\n\n".join(article.paragraphs) for article in articles if article.rail]
    seen = set()
    kept = []
    for text in own:  # the newsroom prints some wire copy twice; one text of each is wanted
        if len(text.split()) >= LEAST_WORDS and not seen & set(text.split("\n\n")[1:]):
            kept.append(text)
            seen |= set(text.split("\n\n"))
    return [*kept[:NEWSROOM_TEXTS], *OTHER_SCRIPTS.read_text("utf-8").strip().split("\n---\n")]


def reprints(text, chance):
    """The text as other outlets would print it."""
    yield "cut", cut(text, chance)
    yield "reordered", reordered(text, chance)
    yield "new headline", headed(text, chance)
    yield "typos", mistyped(text, chance)
    yield "edited", edited(text)
    if NUMBER_WORD.search(text):
        yield "figures in digits", NUMBER_WORD.sub(in_digits, text)
    if DATELINE_DAY.match(text):
        yield "another dateline", DATELINE_DAY.sub(r"HARROW, \1 29", text)
    if QUOTE.search(text):
        yield "quotes translated", QUOTE.sub(translated(chance), text)


def cut(text, chance):
    """From the start to six tenths or more, at a sentence's end where there is one."""
    share = chance.uniform(0.6, 0.85)
    kept = text[: int(len(text) * share)]
    ends = [at.end() for at in re.finditer(r"[.!?。”\"] |[。]|\n", kept)]
    return kept[: ends[-1]].strip() if ends and ends[-1] > len(kept) * 0.8 else kept


def reordered(text, chance):
    first, *rest = text.split("\n\n")
    chance.shuffle(rest)
    return "\n\n".join([first, *rest] if len(rest) > 1 else [*rest, first])


def headed(text, chance):
    heads = ("Night edition. By our correspondent", "LONDON, Reuters-style desk —", "От редакции.")
    return f"{chance.choice(heads)} {text}\n\nRead more on our pages about travel and the region."


def mistyped(text, chance):
    """One word in fifty with two letters swapped."""
    words = text.split(" ")
    for at in chance.sample(range(len(words)), max(1, len(words) // 50)):
        word = words[at]
        if len(word) > 4 and not any(letter.isdigit() for letter in word):
            words[at] = word[0] + word[2] + word[1] + word[3:]
    return " ".join(words)


def edited(text):
    for word, instead in EDITS.items():
        text = re.sub(rf"\b{word}\b", instead, text, count=2)
    return text


def translated(chance):
    def other_language(found):
        mark = found.group()
        return f"{mark[0]}{chance.choice(FOREIGN_QUOTES)}{mark[-1]}"

    return other_language


def with_another_figure(text, chance):
    """The text with one of its figures changed, as a follow-up or a correction has it."""
    dateline = DATELINE_DAY.match(text)
    found = list(NUMBER.finditer(text, dateline.end() if dateline else 0))
    found += list(re.finditer(r"[一二三四五六七八九十百]{2,}", text))
    if not found:
        return None
    number = chance.choice(found)
    word = number.group()
    if word.isdigit():
        instead = str(int(word) + chance.randint(1, 9))
    elif word.isascii() or word in OTHER_WORDS:
        instead = OTHER_WORDS.get(word, "twelve")
    else:
        instead = "九十" if word != "九十" else "八十"
    return text[: number.start()] + instead + text[number.end() :]


def with_shifted_figures(text):
    """Each figure of the text in the place of the one before it; None where they are too few."""
    dateline = DATELINE_DAY.match(text)
    found = list(NUMBER.finditer(text, dateline.end() if dateline else 0))
    words = [number.group() for number in found]
    shifted = [*words[1:], *words[:1]]
    if len(words) < 2 or shifted == words:
        return None
    for number, word in reversed(list(zip(found, shifted, strict=True))):
        text = text[: number.start()] + word + text[number.end() :]
    return text


def in_digits(word):
    return str(DIGITS[word.group()])


if __name__ == "__main__":  # for programs of another environment, one pair a line
    for story_pair in story_pairs():
        print(json.dumps(asdict(story_pair), ensure_ascii=False))
