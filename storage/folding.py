"""Text made safe to store, and text folded to be compared or searched.

Folding is for keys only: it loses accents, case and marks that no reader sees.
"""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls except tab and newline break terminals and exports, and mean nothing; lone
# surrogates cannot be stored. Looked for together: whole pages go through here.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
UNSAFE_ASCII = bytes(code for code in range(128) if UNSAFE.match(chr(code)))
# Letters that Unicode does not take apart into a base and a mark: Małaszewicze, Tromsø.
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ё": "е"}
)
# The voicing marks of kana make another letter (か, が); other marks go.
KANA_MARKS = {"\u3099", "\u309a"}
# Han, kana and Hangul: written without spaces, or with endings glued on (하산역에서).
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]+")
# Thai, Lao, Burmese and Khmer are written without spaces too. Their vowels and tones are marks, at
# which SQLite would part words: folded, they are letters of the private use area.
STAND_INS = r"\uee00-\uf7ff"
STAND_INS_FROM = 0xE000
SOUTH_EAST_ASIAN = re.compile(
    r"[\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u1780-\u17d3]+"
)
UNSPACED = re.compile(CJK.pattern[:-2] + SOUTH_EAST_ASIAN.pattern[1:-2] + STAND_INS + "]+")
WORD = re.compile(rf"[\w{STAND_INS}]+")
NO_WORD_AT_END = re.compile(rf"[^\w{STAND_INS}]+$")


class _Letters(dict[int, str | None]):
    """Each letter as folding keeps it, or None where it goes; found out once a letter."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        category = unicodedata.category(letter)
        goes = category in ("Mn", "Cf", "Cs", "Cc")
        kept = None if goes and letter not in KANA_MARKS and letter not in "\n\t" else letter
        if category in ("Mn", "Mc") and SOUTH_EAST_ASIAN.match(letter):
            kept = chr(STAND_INS_FROM + code)
        self[code] = kept
        return kept


_KEPT = _Letters()


def clean_text(text: str) -> str:
    """The text without controls, with lone surrogates as U+FFFD and plain newlines."""
    if text.isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():  # the same, in a fraction of the time
        return text.encode().translate(None, UNSAFE_ASCII).decode()
    return UNSAFE.sub(_safe, text)


def _safe(unsafe: re.Match[str]) -> str:
    return "\ufffd" if unsafe[0] >= "\ud800" else ""


def clean_optional(text: str | None) -> str | None:
    """`clean_text` of a value that may be missing; what is empty then is missing."""
    return clean_text(text).strip() or None if text is not None else None


def fold(text: str) -> str:
    """Lower case without accents and invisible marks: `Małaszewicze` is `malaszewicze`."""
    if text.isascii():
        return text.lower().translate(_KEPT)
    letters = unicodedata.normalize("NFKC", text).casefold().translate(LETTERS)
    kept = unicodedata.normalize("NFD", letters).translate(_KEPT)
    return unicodedata.normalize("NFC", kept)


def fold_name(name: str) -> str:
    """A place or person's name as a key: folded, marks of punctuation as single spaces."""
    return " ".join(WORD.findall(fold(name).replace("'", "").replace("’", "")))


def search_text(text: str) -> str:
    """The text as the full-text index holds it: folded, runs without spaces as overlapping pairs.

    `绥芬河` is `绥芬 芬河 河`, so that two characters are found and, as a prefix, one.
    """
    folded = fold(text)
    return folded if folded.isascii() else UNSPACED.sub(_spaced_pairs, folded)


def search_query(text: str) -> str:
    """An FTS5 query for what a person types: every word must occur; `word*` finds beginnings.

    Never an error of syntax, whatever is typed; an empty query finds nothing.
    """
    words = fold(text).replace('"', " ").split()
    return " ".join(_term(word) for word in words if re.search(r"\w", word))


def _spaced_pairs(run: re.Match[str]) -> str:
    letters = run.group()
    return f" {' '.join(letters[at : at + 2] for at in range(len(letters)))} "


def _term(word: str) -> str:
    """One word as a phrase. Without spaces it may go on: `16日` is found in `16日上午`."""
    bare = NO_WORD_AT_END.sub("", word)
    goes_on = word.endswith("*") or UNSPACED.fullmatch(bare[-1])
    return f'"{UNSPACED.sub(_query_pairs, bare).strip()}"' + ("*" if goes_on else "")


def _query_pairs(run: re.Match[str]) -> str:
    """As the text has them; the last character may stand with another one there: not by itself."""
    pairs = _spaced_pairs(run)
    is_last = run.end() == len(run.string) and len(run.group()) > 1
    return pairs[:-3] if is_last else pairs
