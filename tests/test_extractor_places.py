"""Where an event was: every level that its article names, and no place of something else."""

import pytest

from tests.test_extractor_reading import read


def locations(report):
    return [one.name for one in report.places if one.role == "location"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A man was struck by a train at Ely station in eastern Cambridgeshire on Monday.",
            ["Ely station", "Cambridgeshire"],
        ),
        (
            "A man was struck by a train at Erith station in Bexley, south London, on Monday.",
            ["Erith station", "Bexley", "London"],
        ),
        (
            "Two wagons derailed in Ratlam district of Madhya Pradesh on Monday, officials said.",
            ["Ratlam district", "Madhya Pradesh"],
        ),
        (
            "A train hit a lorry in Warren County near the Kentucky border on Monday, hurting two.",
            ["Warren County"],
        ),
        ("A man was struck by a train at a Kent railway station on Monday and died.", ["Kent"]),
        (
            "Two trains collided in south-western Iran on Monday, killing 12.",
            ["south-western Iran"],
        ),
        (
            "A student from Leeds was hit by a train at York station on Monday. Jo Roe, 20, of "
            "Hull, was killed on the spot.",
            ["York station"],
        ),
        ("Two trains collided near the Kent village of Wye on Monday.", ["Wye", "Kent"]),
    ],
)
def test_an_accident_has_every_level_of_its_place_and_no_other_place(nlp, text, expected):
    [accident] = read(nlp, text)
    assert locations(accident) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A direct train from Oslo to Arvika, a town in western Sweden's Varmland County, was "
        "launched on Monday.",
        "A direct train between Gare du Nord in Paris and Ostend was launched on Monday.",
    ],
)
def test_where_an_end_of_a_service_lies_is_no_place_of_the_service(nlp, text):
    [launch] = read(nlp, text)
    assert locations(launch) == []


def test_a_party_called_as_a_body_abroad_does_not_move_an_event_there(nlp):
    text = (
        "Congress workers sat on the railway tracks and stopped trains for six hours on Monday, "
        "police said. Shops stayed shut in Guwahati and Dibrugarh."
    )
    [blockade] = read(nlp, text)
    assert blockade.countries == ("IN",)


def ends(report):
    by_role = {one.role: one.name for one in report.places}
    return by_role.get("origin"), by_role.get("destination")


@pytest.mark.parametrize(
    ("text", "expected", "between"),
    [
        (
            "Trains between Weymouth, Yeovil and Castle Cary were cancelled on Monday.",
            ("Weymouth", "Castle Cary"),
            ["Yeovil"],
        ),
        (
            "A commuter train was launched on the Khulna-Jashore-Mongla route on Monday.",
            ("Khulna", "Mongla"),
            ["Jashore"],
        ),
        (
            "A night train between the Black Sea port city of Varna and the Adriatic coast town of "
            "Rijeka was launched on Monday.",
            ("Varna", "Rijeka"),
            [],
        ),
        (
            "All trains were cancelled on Monday with the exception of those from Leeds to York.",
            (None, None),
            [],
        ),
    ],
)
def test_a_way_has_both_its_ends_and_what_lies_between(nlp, text, expected, between):
    [report] = read(nlp, text)
    assert (ends(report), locations(report)) == (expected, between)


def test_who_lives_elsewhere_brings_no_ends_for_what_it_stands_for(nlp):
    text = (
        "A boy, from Leeds, was held after police were called to Rye station on Monday. "
        "The operator said that it caused delays to trains between Ely and Norwich."
    )
    [delay] = [one for one in read(nlp, text) if one.type == "disruption"]
    assert ends(delay) == ("Ely", "Norwich")
