"""Who is told as the source of an event: the body behind a speaker, or the person alone."""

import pytest

SKANE = "Skånetrafiken"
STOPPED = "Trains between Lund and Malmö were cancelled on Monday after a tree fell on the line"


def sources(nlp, text):
    """The sources of the text's events."""
    return {
        one.name
        for report in nlp(text)._.reports
        for one in report.organisations
        if one.role.value == "source"
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{STOPPED}, said Karin Holm, a spokeswoman for Skånetrafiken. Forty trains were "
            "cancelled, Holm said.",
            {"Skånetrafiken"},
        ),
        (f"{STOPPED}, Karin Holm, a Skånetrafiken spokeswoman, said.", {"Skånetrafiken"}),
        (f"{STOPPED}, traffic manager of Skånetrafiken, Karin Holm said.", {"Skånetrafiken"}),
        (f"{STOPPED}, according to Karin Holm, who was on board.", {"Karin Holm"}),
        (
            f"{STOPPED}, Transport Minister Karin Holm said. Forty trains were cancelled, Holm "
            "said.",
            {"Transport Minister Karin Holm"},
        ),
        (f"{STOPPED}, K.L.M. Holm said.", {"K.L.M. Holm"}),
        (f"{STOPPED}, Karin Holm, Skånetrafiken's acting director, told the radio.", {SKANE}),
        (
            "Skånetrafiken, in a statement, asked for patience after trains between Lund and "
            "Malmö were cancelled on Monday.",
            {SKANE},
        ),
        (
            f"Skånetrafiken runs the trains. {STOPPED}, the company's director, Karin Holm, said.",
            {SKANE},
        ),
        (f"Skånetrafiken runs the trains. {STOPPED}, according to its website.", {SKANE}),
        (f"Skånetrafiken runs the trains. {STOPPED}, the press service said.", {SKANE}),
        (f"{STOPPED}, Karin Holm told Reuters.", {"Karin Holm", "Reuters"}),
        (
            f"{STOPPED}, district magistrate Karin Holm told Reuters.",
            {"district magistrate Karin Holm", "Reuters"},
        ),
    ],
)
def test_who_speaks_for_a_body_is_told_by_it_and_anybody_else_by_name(nlp, text, expected):
    assert sources(nlp, text) == expected


def test_a_spokesman_who_names_his_body_does_not_speak_for_the_one_told_before(nlp):
    text = f"Skånetrafiken said it was sorry. {STOPPED}, said a spokesman for Trafikverket."
    assert sources(nlp, text) == {"Trafikverket"}


def test_he_is_never_a_body_of_which_no_person_was_told(nlp):
    text = f"Skånetrafiken lost money last year. He stood by the track at Lund. {STOPPED}."
    assert sources(nlp, text) == set()


def test_who_lent_the_picture_or_was_only_told_is_no_source(nlp):
    text = f"{STOPPED}. Photo: Skånetrafiken"
    assert sources(nlp, text) == set()
    assert sources(nlp, f"{STOPPED}, a passenger told local television.") == set()


@pytest.mark.parametrize("wire", ["Reuters", "AFP", "NBC 4"])
def test_an_agency_of_any_country_is_known_where_it_reports(nlp, wire):
    assert wire in sources(nlp, f"{STOPPED}, {wire} reported.")


def test_authorities_without_a_name_are_no_source(nlp):
    assert sources(nlp, f"Authorities said the line was safe. {STOPPED}.") == set()
