"""Why events happened, in the words of their sentences."""

import pytest

import extractor.components.causes  # noqa: F401  (registers the component)
from extractor.causes.earlier import cause_told_before
from extractor.causes.later import cause_told_later
from extractor.drafts import Draft
from extractor.event_mention import EventMention
from extractor.pipeline import build_nlp
from storage.records import EventType


@pytest.fixture(scope="module")
def find():
    nlp = build_nlp(until="gazetteer")
    causes = nlp.create_pipe("causes")

    def cause(kind, word, text):
        """The cause of the event that a word of a one-sentence text evokes."""
        doc = nlp(text)
        head = next(token.i for token in doc if token.text == word)
        doc._.event_mentions = [EventMention(EventType(kind), 0, len(doc), head, 1.0)]
        causes(doc)
        return doc._.event_mentions[0].cause

    return cause


@pytest.mark.parametrize(
    ("kind", "word", "text", "expected"),
    [
        ("service_suspension", "suspended", "The trains were suspended because of a landslide.",
         "landslide"),
        ("opening", "open", "The line is due to open in May.", None),
        ("service_suspension", "halted", "Traffic was halted by a rockslide near Bar.",
         "rockslide"),
        ("disruption", "delayed", "A signal fault at Morpeth delayed six trains.",
         "signal fault"),
        ("strike", "stoppage",
         "A stoppage by guards that was due to halt trains in the north is off.", None),
        ("derailment", "derailed", "Six wagons derailed west of Flood Gate on Monday.", None),
        ("collision", "collision", "The toll of the collision fell to nine on Friday.", None),
        ("disruption", "stranded",
         "Trains were stranded overnight and villagers gave blankets to the passengers.", None),
        ("service_change", "change",
         "The operator blamed the change on a lack of drivers at two depots.", "lack of drivers"),
        ("strike", "strike", "Signallers will strike in May if the new roster is not scrapped.",
         "new roster"),
        ("disruption", "delaying",
         "A kite got entangled in the wires near Bar, delaying trains for an hour.", "kite"),
        ("service_suspension", "suspended",
         "A goods train ran off its tracks at Minna, and the railway suspended services.",
         "goods train ran off its tracks"),
        ("derailment", "derailed", "The train derailed after a rail had snapped in the cold.",
         "rail had snapped in the cold"),
        ("disruption", "stopped", "Trains stopped when the operator changed the timetable.", None),
        ("strike", "strike", "Drivers went on strike over pay.", "pay"),
        ("fire", "fire", "The locomotive caught fire at Perm.", None),
        ("opening", "opens", "The bridge opens after the storm.", None),
        ("service_suspension", "stopped", "Trains were stopped, said an official, citing customs.",
         None),
        ("service_suspension", "resumed",
         "Passenger trains resumed after a stop of nearly four years.", None),
        ("service_suspension", "back",
         "Within two days, two railway crossings between the countries have come back.", None),
        ("service_suspension", "crossed",
         "Until then, only goods trains had crossed the river now and then.", None),
        ("service_suspension", "bridge", "The bridge over the Tumen dates from 1959.", None),
        ("fire", "fire", "A fire broke out in the depot and wind drove the flames north.", None),
        ("fire", "fire", "A short circuit may have caused the fire in the second coach.",
         "short circuit"),
        ("train_movement", "run",
         "It was the first run of a service that had lain idle because of the pandemic.", None),
        ("service_resumption", "resumed",
         "The service, suspended in 2020 because of the pandemic, resumed on Monday.", None),
        ("service_suspension", "suspended",
         "The service, suspended in 2020 because of the pandemic, resumed on Monday.", "pandemic"),
        ("disruption", "halted", "Traffic was halted for an hour by firefighters.", None),
        ("disruption", "halted", "Services were halted after a person was hit by a train.",
         "person was hit by a train"),
        ("disruption", "held", "A goods train derailed near Tilaru, and expresses were held.",
         "goods train derailed"),
        ("collision", "struck", "The train passed a red signal and struck a goods train.",
         "passed a red signal"),
        ("derailment", "left", "Five cars left the rails; a broken rail is to blame.",
         "broken rail"),
        ("derailment", "left", "Five cars left the rails; low speed is not to blame.", None),
        ("closure", "shut", "The tramway was shut to make way for a metro.", "metro"),
        ("closure", "closed", "The line is closed while the bridge is replaced.",
         "bridge is replaced"),
        ("disruption", "cancelled", "All trains were cancelled after a power cut.", "power cut"),
        ("service_suspension", "withdrawn",
         "Trains were withdrawn in 2020, when North Korea sealed its borders.",
         "North Korea sealed its borders"),
        ("service_suspension", "withdrawn", "SEOUL — Since it was withdrawn, nothing runs.", None),
        ("strike", "strike", "Drivers went on strike for 24 hours.", None),
        ("derailment", "derailed",
         "The rake derailed after an explosive device went off on the track.", "explosive device"),
        ("other_incident", "hospitalized",
         "A worker was hospitalized with burns after an electrical arc at the station.",
         "electrical arc"),
        ("disruption", "flooded", "Hurricane Ida flooded 75 subway stations.", "Hurricane Ida"),
        ("disruption", "disruption",
         "A person was hit by a train near Perm, causing severe disruption this evening.",
         "person was hit by a train"),
        ("disruption", "delaying",
         "Speed limits were imposed on the line on Saturday, delaying 61 trains.", "Speed limits"),
        ("derailment", "derailed", "A freight train derailed after its wheels overheated.",
         "wheels overheated"),
        ("disruption", "delayed",
         "Trains were delayed after a police incident caused chaos at Leeds.", "police incident"),
        ("disruption", "Delays",
         "Delays are likely after the railway was forced to take off 9 trains.", None),
        ("disruption", "delays",
         "People left after announcements about delays were made.", None),
        ("strike", "strike",
         "Passengers face trouble on Sunday due to a nationwide strike by railway staff.", None),
        ("disruption", "delay", "The company put the delay down to a cracked insulator.",
         "cracked insulator"),
        ("closure", "closed", "The tunnel is closed until June to install new drains.",
         "install new drains"),
        ("closure", "closed", "The line was closed so that the viaduct could be inspected.",
         "viaduct could be inspected"),
        ("disruption", "blocked", "The line at Perm was blocked by a stray goose.", "stray goose"),
        ("disruption", "delayed", "Trains were delayed after a drunken man sat down on the rails.",
         "drunken man"),
        ("disruption", "stopped", "Trains stopped after a van got wedged under a bridge at Perm.",
         "van got wedged under a bridge at Perm"),
        ("level_crossing_accident", "hit",
         "The train hit a van whose driver steered around the barriers.",
         "steered around the barriers"),
        ("derailment", "derailed", "The tram derailed as it took a curve at twice the limit.",
         "at twice the limit"),
        ("strike", "strike", "Guards began a strike against the new absence policy.",
         "new absence policy"),
        ("strike", "strike", "Drivers will strike in a row about rest days.", "rest days"),
        ("disruption", "late", "Many came late because the metro had severe delays.", None),
        ("disruption", "held",
         "A balloon wound itself round the wire near Bar and held up five trains.",
         "balloon wound itself round the wire"),
        ("service_suspension", "withdrawn",
         "The night train was withdrawn in 2014, when the Red Army seized Perm.",
         "Red Army seized Perm"),
        ("derailment", "derailed",
         "A tram derailed after its tracks were undermined by floodwater.", "floodwater"),
        ("service_suspension", "halted", "Trains have been halted for sanitary reasons.",
         "sanitary reasons"),
        ("disruption", "halted", "Trains were halted, with police and fire at the depot.", None),
        ("disruption", "cancelled", "Trips were cancelled after a tram was set on fire at Mora.",
         "tram was set on fire"),
        ("closure", "closed", "The branch will be closed for track renovation activities.",
         "track renovation activities"),
        ("traffic_volume", "carried",
         "The line carried 4 million tons, a tenth less, owing to floods.", "floods"),
        ("traffic_volume", "carried", "The line carried 4 million tons before the flood.", None),
    ],
)  # fmt: skip
def test_cause_of_an_event(find, kind, word, text, expected):
    assert find(kind, word, text) == expected


@pytest.fixture(scope="module")
def find_beside():
    nlp = build_nlp(until="gazetteer")

    def cause(kind, number, text):
        """The cause that other sentences give for an event told in one of a text, and which."""
        doc = nlp(text)
        own = list(doc.sents)[number]
        mention = EventMention(EventType(kind), own.start, own.end, own.root.i, 1.0)
        doc._.event_mentions = [mention]
        draft = Draft(mention.type, [mention])
        told = cause_told_later(doc, draft, "en") or cause_told_before(doc, draft, "en")
        return (told[0], doc[told[1].start : told[1].end].text.strip()) if told else None

    return cause


@pytest.mark.parametrize(
    ("kind", "told", "said"),
    [
        ("level_crossing_accident", "steered around the barriers",
         ["A train hit a van near Perm.", "Its driver steered around the barriers, police said."]),
        ("level_crossing_accident", "haste of the driver",
         ["A train hit a van near Perm.", "A guard put the accident down to haste of the driver."]),
        ("derailment", "Worn brakes",
         ["A train left the rails near Perm.", "Worn brakes appeared to be to blame."]),
        ("traffic_volume", "new wagons",
         ["The line carried 4 million tons.", "The minister attributed the rise to new wagons."]),
        ("strike", "higher wages",
         ["Drivers will strike on Friday.", "The union wants higher wages."]),
    ],
)  # fmt: skip
def test_a_cause_that_a_later_sentence_alone_tells(find_beside, kind, told, said):
    assert find_beside(kind, 0, " ".join(said)) == (told, said[1])


def test_a_storm_told_before_is_why_trains_stopped(find_beside):
    said = ["A typhoon struck the coast on Monday.", "The railway stopped all its trains."]
    assert find_beside("disruption", 1, " ".join(said)) == ("typhoon", said[0])


@pytest.mark.parametrize(
    "before", ["Work will stop if a typhoon strikes.", "A lorry fell into a river."]
)
def test_what_reaches_no_train_is_not_why_they_stopped(find_beside, before):
    assert find_beside("disruption", 1, f"{before} The railway stopped all its trains.") is None
