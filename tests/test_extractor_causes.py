"""Why events happened, in the words of their sentences."""

import pytest

import extractor.components.causes  # noqa: F401  (registers the component)
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
    ],
)  # fmt: skip
def test_cause_of_an_event(find, kind, word, text, expected):
    assert find(kind, word, text) == expected
