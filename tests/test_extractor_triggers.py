"""Words evoke the kind of event that they speak of, and only beside what it happens to."""

from datetime import UTC, datetime

import pytest

from extractor.lexicon import load_cues, load_lexicon, parse_pattern
from extractor.reading import read_article
from storage.records import Article

DAY = datetime(2025, 2, 10, tzinfo=UTC)


def evoked(doc):
    """The types that the words clearly evoke: beside what they are about, or by themselves."""
    return {t.type.value for t in doc._.triggers if t.about in ("argument", "near", "free")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A freight train derailed near Crewe.", "derailment"),
        ("The express left the tracks outside Chita.", "derailment"),
        ("Five wagons overturned near Perm.", "derailment"),
        ("Two freight trains collided near Kraków.", "collision"),
        ("A train struck a lorry at a level crossing.", "level_crossing_accident"),
        ("A man was hit by a train at Gupo station.", "person_struck"),
        ("The line reopened on Monday.", "service_resumption"),
        ("Passenger trains to Pyongyang resumed.", "service_resumption"),
        ("The line began carrying passengers in December.", "service_launch"),
        ("Train services were suspended in March 2020.", "service_suspension"),
        ("Train drivers voted to strike.", "strike"),
        ("A fire broke out on a passenger train.", "fire"),
        ("The train departed Khasan station for Tumangang.", "train_movement"),
        ("Investigators are looking into the cause of the train crash.", "investigation"),
        ("Trains were delayed for hours by snow.", "disruption"),
        ("A flood washed a freight train off the tracks near Nelia.", "derailment"),
        ("A brake failure sent the local train into a ravine.", "derailment"),
        ("A rockfall shut the main line for 11 days.", "disruption"),
        ("He was crushed between two cars in the yard.", "other_incident"),
        ("Trains are now running normally, the company said.", "service_resumption"),
        ("They announced a stoppage for the Basava Express at Gubbi.", "service_change"),
        ("Acid leaked from a tank car during shunting.", "other_incident"),
        ("A locomotive ran away in the yard at Aswan.", "other_incident"),
        ("Part of a ceiling came down on a platform at Hamamatsu Station.", "other_incident"),
        ("A commuter train ploughed into rocks at Carmont.", "collision"),
        ("No trains will pass between Perm and Kirov before Friday.", "disruption"),
        ("The branch has been without trains since January 2024.", "service_suspension"),
        ("The line came back into operation on Monday.", "service_resumption"),
        ("Two stations welcomed their first travellers on Sunday.", "opening"),
        ("All ScotRail tickets became dearer on April 1.", "service_change"),
        ("Two officials were jailed over the disaster.", "investigation"),
    ],
)
def test_words_evoke_their_event(nlp, text, expected):
    assert expected in evoked(nlp(text))


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The lorry overturned on the motorway.", "derailment"),
        ("The museum reopened on Monday.", "service_resumption"),
        ("Bank shares gather steam.", "train_movement"),
    ],
)
def test_words_about_something_else_do_not(nlp, text, type_):
    assert type_ not in evoked(nlp(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Services were delayed by a fire on a tram at Gdynia on Monday.", True),
        ("A trackside fire near Ely held up trains on Monday.", True),
        ("A man was held after a blaze broke out on board a passenger train on Monday.", True),
        ("A brush fire beside the road closed the motorway.", False),
        ("Gunmen opened fire on a train near Katari on Monday.", False),
        ("Firemen held a drill with a fire in a carriage on Monday.", False),
    ],
)
def test_a_fire_on_a_train_is_told_beside_what_it_led_to(nlp, text, told):
    article = Article("a", "paper", "", text, DAY, published_at=DAY)
    assert ("fire" in [r.type for r in read_article(nlp, article, timezone=None)]) == told


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("In May 2024 a storm flooded 12 metro stations.", "disruption"),
        ("In May 2022 hackers sent false signals that stopped trains near Łódź.", "attack"),
        ("We are unable to run any trains through Oban.", "disruption"),
        ("Trains were running via a diversionary route.", "disruption"),
        ("The enemy targeted railway infrastructure in Sumy.", "attack"),
        ("Officers closed the railway station for three hours.", "disruption"),
        ("The railway attached two extra coaches to the Puri express.", "service_change"),
        ("It ordered an urgent review into the failures on the railway.", "investigation"),
        ("Last month Alstom struck a deal with the city for its trams.", "agreement"),
    ],
)
def test_what_words_are_sure_of_is_told(nlp, text, type_):
    article = Article("a", "paper", "", text, DAY, published_at=DAY)
    assert type_ in [r.type for r in read_article(nlp, article, timezone=None)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The resumption of passenger trains between Kars and Gyumri, suspended in the "
            "pandemic, was decided on by the Turkish side.",
            True,
        ),
        (
            "The step follows a decision in favour of restarting the trains to Gyumri, which the "
            "pandemic had stopped.",
            True,
        ),
        ("Talks on the rail line between Kars and Gyumri, closed in the war, will resume.", False),
    ],
)
def test_a_decided_resumption_is_told_beside_what_had_stopped_the_trains(nlp, text, told):
    article = Article("a", "paper", "", text, DAY, published_at=DAY)
    types = [r.type for r in read_article(nlp, article, timezone=None)]
    assert ("service_resumption" in types) == told


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The bakery by the station is unable to run its usual service.", "disruption"),
        ("The bus firm put on two extra coaches for the fair by the railway.", "service_change"),
        ("The fund targeted railway infrastructure and ports.", "attack"),
        ("Both unions reached a deal with a hotel by the station on rooms.", "agreement"),
    ],
)
def test_what_such_words_say_of_other_things_is_not(nlp, text, type_):
    article = Article("a", "paper", "", text, DAY, published_at=DAY)
    assert type_ not in [r.type for r in read_article(nlp, article, timezone=None)]


def test_a_stoppage_for_an_express_is_no_strike(nlp):
    assert "strike" in evoked(nlp("A stoppage by drivers halted all trains."))
    assert "strike" not in evoked(nlp("They announced a stoppage for the Basava Express at Gubbi."))


def test_how_a_trigger_meets_what_it_is_about(nlp):
    def about(text):
        return {t.about for t in nlp(text)._.triggers if t.pattern == "overturn"}

    assert about("Five wagons overturned near Perm.") == {"argument"}
    assert about("The canoe overturned.") == {"absent"}
    assert about("The lorry overturned beside the train.") == {"barred"}


@pytest.mark.parametrize(
    ("pattern", "group", "error"),
    [
        ("derail", {"type": "derailement", "level": 3}, ValueError),
        ("overturn", {"type": "derailment", "level": 2, "about": ["trian"]}, ValueError),
        ("<trian> * collide", {"type": "collision", "level": 3}, KeyError),
        ("derail", {"type": "derailment"}, KeyError),
    ],
)
def test_a_misspelt_type_or_class_fails_on_load(pattern, group, error):
    with pytest.raises(error, match=r"derailement|trian|level"):
        parse_pattern(pattern, group, load_lexicon("en").classes)


def test_a_language_without_files_fails_on_load():
    with pytest.raises(FileNotFoundError):
        load_lexicon("xx")
    with pytest.raises(FileNotFoundError):
        load_cues("xx")
