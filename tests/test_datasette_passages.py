"""An article's page marks what was read out of it: sentences, further evidence, figures, names."""

import json

import pytest

from storage.datasette.passages import passages

TEXT = "Two died at Uda. Uda line shut. Udas 열차가 하산역에서."


def told(name, sentence, *evidence):
    start, end = span(sentence)
    spans = [span(piece) for piece in (sentence, *evidence)]
    return {"id": name, "offset_start": start, "offset_end": end, "evidence": json.dumps(spans)}


def span(piece):
    return TEXT.index(piece), TEXT.index(piece) + len(piece)


def figure(piece, role="killed"):
    start, end = span(piece)
    return {"kind": "figure", "role": role, "offset_start": start, "offset_end": end}


def place(name):
    return {"kind": "place", "role": "location", "name": name, "is_name": 1}


def cause(words):
    return {"kind": "cause", "role": "cause", "name": words, "is_name": 0}


FIRST, SECOND, THIRD = "Two died at Uda.", "Uda line shut.", "Udas 열차가 하산역에서."


@pytest.mark.parametrize(
    ("reports", "figures", "names", "expected"),
    [
        ([], [], [], [TEXT]),
        (
            [told("a", FIRST, THIRD), told("b", FIRST)],
            [figure("Two")],
            [place("Uda"), place("Uda line"), place("하산")],
            [
                "<sentence a b [Two] died at [Uda].>",
                " [Uda line] shut. ",
                "<evidence Udas 열차가 [하산]역에서.>",
            ],
        ),
        # one sentence begins within the other: both keep their place
        (
            [told("a", FIRST), told("b", "at Uda. Uda line shut.")],
            [],
            [],
            [
                "<sentence a Two died >",
                "<sentence b at Uda.>",
                "<sentence  Uda line shut.>",
                f" {THIRD}",
            ],
        ),
        # a mention over the end of a sentence, and one within another
        (
            [told("a", FIRST)],
            [figure("Uda. Uda line"), figure("Uda line")],
            [],
            ["<sentence a Two died at [Uda.]>", "[ Uda line] shut. Udas 열차가 하산역에서."],
        ),
        # a cause is marked around the place in it, and elsewhere is no cause
        (
            [told("a", SECOND), told("b", THIRD)],
            [],
            [place("Uda"), cause("Uda line shut"), cause("died"), cause("열차")],
            [
                "Two died at [Uda]. ",
                "<sentence a [Uda][ line shut].>",
                " ",
                "<sentence b Udas [열차]가 하산역에서.>",
            ],
        ),
    ],
)
def test_text_is_cut_where_something_is_to_be_marked_and_nothing_is_lost(
    reports, figures, names, expected
):
    cut = list(passages(TEXT, reports, figures, names))
    assert "".join(text for passage in cut for text, _ in passage.parts) == TEXT
    assert [shown(passage) for passage in cut] == expected


def test_what_the_text_names_beside_its_events_is_marked_where_nothing_else_is():
    given = [figure("Uda", "place"), figure("Udas", "place"), figure("Uda line shut", "cause")]
    cut = list(passages(TEXT, [], [figure("Two")], [place("Uda line")], given))
    assert [shown(one) for one in cut] == [
        "[Two] died at [Uda]. [Uda line] shut. [Udas] 열차가 하산역에서."
    ]


def shown(passage):
    inner = "".join(f"[{text}]" if mention else text for text, mention in passage.parts)
    return f"<{' '.join([passage.kind, *passage.reports, inner])}>" if passage.kind else inner
