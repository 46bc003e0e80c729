"""What sentences say of their trains: name, number and kind."""

import pytest

import extractor.components.trains  # noqa: F401  (registers the component)
from extractor.event_mention import EventMention
from extractor.pipeline import build_nlp
from storage.records import EventType, Train, TrainKind


@pytest.fixture(scope="module")
def describe():
    nlp = build_nlp(until="gazetteer")
    trains = nlp.create_pipe("trains")

    def last_train(text, kind=EventType.DISRUPTION):
        """The train of an event at the root of the text's last sentence."""
        doc = nlp(text)
        *_, sentence = doc.sents
        root = sentence.root.i
        mention = EventMention(kind, sentence.start, sentence.end, root, 1.0)
        doc._.event_mentions = [mention]
        trains(doc)
        return mention.train

    return last_train


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Vauxhall Corsa left the road and was hit by a train.", Train(None, None, None)),
        ('"Suddenly the train stopped," a vendor said.', Train(None, None, None)),
        ("The City of New Orleans train was late.",
         Train("City of New Orleans", None, TrainKind.PASSENGER)),
        ("The train was held up by a heavy goods vehicle at the bridge.",
         Train(None, None, None)),
        ("The Bolan Mail was held at Sibi.", Train("Bolan Mail", None, TrainKind.PASSENGER)),
        ("The 12301 Howrah-New Delhi Rajdhani Express was late.",
         Train("Rajdhani Express", "12301", TrainKind.PASSENGER)),
        ("Amtrak's Empire Builder was cancelled.",
         Train("Empire Builder", None, TrainKind.PASSENGER)),
        ("The Hiawatha service was late.", Train("Hiawatha", None, TrainKind.PASSENGER)),
        ("Trains over the Causeway between two states stopped.", Train()),
        ("A Metro-North train was late.", Train(None, None, TrainKind.PASSENGER)),
        ("Trains on the Jubilee line were late.", Train(None, None, TrainKind.METRO)),
        ("Trains were late, the regional safety office told a tourist.", Train()),
        ("A packed train, the Pearl of the Lake, was held at Matara.",
         Train("Pearl of the Lake", None, TrainKind.PASSENGER)),
        ("Three coaches of the Tsubasa left the rails.",
         Train("Tsubasa", None, TrainKind.HIGH_SPEED)),
        ("The Quillwort left Bergen three hours late.",
         Train("Quillwort", None, TrainKind.PASSENGER)),
        ("The Ministry left the timetable as it was.", Train(None, None, TrainKind.PASSENGER)),
        ("Red Crescent volunteers helped.", Train()),
        ("A goods train was stopped by SE8.", Train(None, "SE8", TrainKind.FREIGHT)),
        ("The high-speed line was blocked.", Train(None, None, TrainKind.HIGH_SPEED)),
        ("A Q train stalled in the tunnel.", Train("Q", None, TrainKind.METRO)),
        ("A train left for the border.", Train()),
        ("A Keio Line train was stopped.", Train()),
        ("The night train, the Norrlandspilen, was cancelled.",
         Train("Norrlandspilen", None, TrainKind.PASSENGER)),
        ("The train, the Kirifuri No. 283, was late.",
         Train("Kirifuri", "283", TrainKind.PASSENGER)),
        ("The train, a Stadler Flirt, was late.", Train()),
        ("The Matheran toy train was cancelled.",
         Train("Matheran toy train", None, TrainKind.PASSENGER)),
        ("Light rail trains were cancelled.", Train(None, None, TrainKind.TRAM)),
        ("Minister Okoro trains staff.", Train()),
        ("The Guwahati-Jaipur Superfast Express was late.",
         Train("Guwahati-Jaipur Superfast Express", None, TrainKind.PASSENGER)),
        ("The train stood at platform number 2.", Train()),
        ("The Nozomi 241 stopped near Hamamatsu.", Train("Nozomi", "241", TrainKind.HIGH_SPEED)),
        ("Some 100 people were aboard the RE 55 from Sigmaringen to Ulm.",
         Train(None, None, TrainKind.PASSENGER)),
        ("Snow stopped trains at Amstetten.", Train()),
        ('She said: "My train was late."', Train()),
        ("“Few trains were stopped,” it said.", Train()),
        ("A CN freight train was stopped.", Train(None, None, TrainKind.FREIGHT)),
        ("The bore's western tube was closed.", Train()),
        ("The 6S31 from Clitheroe was stopped.", Train(None, "6S31", None)),
        ("The Bolan Mail left Quetta. Botswana Railways said it will buy wagons.",
         Train(None, None, TrainKind.FREIGHT)),
        ("The line carried 350,000 tonnes a year.", Train(None, None, TrainKind.FREIGHT)),
        ("The Bolan Mail left Quetta. The train was stopped at Sibi.",
         Train("Bolan Mail", None, TrainKind.PASSENGER)),
        ("The Bolan Mail left Quetta. A freight train was stopped at Sibi.",
         Train(None, None, TrainKind.FREIGHT)),
    ],
)  # fmt: skip
def test_train_of_a_sentence(describe, text, expected):
    assert describe(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Bolan Mail hit a goods train.", "Bolan Mail", TrainKind.PASSENGER),
        ("The Khyber Mail ran into the Bolan Mail.", "Khyber Mail", TrainKind.PASSENGER),
        ("A tram hit a freight train.", None, TrainKind.TRAM),
    ],
)
def test_the_train_of_a_collision_is_the_one_that_hit(describe, text, name, kind):
    train = describe(text, EventType.COLLISION)
    assert (train.name, train.kind) == (name, kind)
