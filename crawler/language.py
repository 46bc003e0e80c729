"""The language a text is in, told from the text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

import pycld2

KANA = re.compile(r"[\u3040-\u30ff]")
HANGUL = re.compile(r"[\uac00-\ud7a3]")
HAN = re.compile(r"[\u4e00-\u9fff]")
# Fewer letters than this say nothing certain.
LEAST_LETTERS = 20


@lru_cache(maxsize=8)  # a page's text is asked about by several
def text_language(text: str) -> str | None:
    """The ISO 639-1 code of the text's language, or None where it cannot be told."""
    text = text[:20_000]
    if script := _by_script(text):
        return script
    if len(list(islice(filter(str.isalpha, text), LEAST_LETTERS))) < LEAST_LETTERS:
        return None
    try:
        is_reliable, _, [(_, code, *_), *_] = pycld2.detect(text, isPlainText=True)
    except pycld2.error:
        return None
    return code.split("-")[0] if is_reliable and code != "un" else None


def _by_script(text: str) -> str | None:
    """Korean, Japanese and Chinese are known by their letters, in short texts too."""
    if text.isascii():
        return None
    letters = max(sum(map(str.isalpha, text)), 1)
    kana, hangul, han = (len(script.findall(text)) for script in (KANA, HANGUL, HAN))
    if hangul > 0.3 * letters:
        return "ko"
    if kana > 0.1 * letters:
        return "ja"
    return "zh" if han > 0.3 * letters else None
