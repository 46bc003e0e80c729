"""Text made safe to store, and text folded to be compared or searched.

Folding is for keys only: it loses accents, case and marks that no reader sees.
"""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls except tab and newline break terminals and exports, and mean nothing; lone
# surrogates cannot be stored. Looked for together: whole pages go through here.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Letters that Unicode does not take apart into a base and a mark: Małaszewicze, Tromsø.
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ё": "е"}
)
# The voicing marks of kana make another letter (か, が); other marks go.
KANA_MARKS = {"\u3099", "\u309a"}
# Han, kana and Hangul: written without spaces, or with endings glued on (하산역에서).
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]+")


class _Letters(dict[int, str | None]):
    """Each letter as folding keeps it, or None where it goes; found out once a letter."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        goes = unicodedata.category(letter) in ("Mn", "Cf", "Cs", "Cc")
        kept = None if goes and letter not in KANA_MARKS and letter not in "\n\t" else letter
        self[code] = kept
        return kept


_KEPT = _Letters()


def clean_text(text: str) -> str:
    """The text without controls, with lone surrogates as U+FFFD and plain newlines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
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
    return " ".join(re.findall(r"\w+", fold(name).replace("'", "").replace("’", "")))


def search_text(text: str) -> str:
    """The text as the full-text index holds it: folded, CJK runs as overlapping pairs.

    `绥芬河` is `绥芬 芬河 河`, so that two characters are found and, as a prefix, one.
    """
    folded = fold(text)
    return folded if folded.isascii() else CJK.sub(_spaced_pairs, folded)


def search_query(text: str) -> str:
    """An FTS5 query for what a person types: every word must occur; `word*` finds beginnings.

    Never an error of syntax, whatever is typed; an empty query finds nothing.
    """
    terms = (_term(word) for word in fold(text).replace('"', " ").split())
    return " ".join(term for term in terms if term)


def _spaced_pairs(run: re.Match[str]) -> str:
    letters = run.group()
    return f" {' '.join(letters[at : at + 2] for at in range(len(letters)))} "


def _term(word: str) -> str:
    if not re.search(r"\w", word):
        return ""
    if CJK.fullmatch(word) and len(word) == 1:
        return f'"{word}"*'
    phrase = CJK.sub(_query_pairs, word.rstrip("*")).strip()
    return f'"{phrase}"' + ("*" if word.endswith("*") else "")


def _query_pairs(run: re.Match[str]) -> str:
    letters = run.group()
    return f" {' '.join(letters[at : at + 2] for at in range(max(1, len(letters) - 1)))} "
