"""Wire copy is one story, however it is headed; the same words with other figures are another."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from storage.articles import save_article
from storage.database import open_database
from storage.figure_spots import figure_spots, figures_differ
from storage.outlets import save_outlet
from storage.prints import contradict, read_print
from storage.shingles import bands, shingles, tokens
from storage.stories import change_story
from storage.urls import article_id
from tests.storage_samples import article, outlet, rows

WIRE = """Five people were killed and at least 20 injured when an express train left the track
near Patna late on Friday, railway officials said. Rescuers worked through the night to free
passengers from two overturned coaches. The line between Patna and Gaya was closed in both
directions, and trains were sent by way of Ara. A spokesman for the railway said an inquiry had been
opened. Relatives gathered at the station while the injured were taken to a hospital in the city."""
OTHER = """An inquiry will look at why a passenger train came off the rails outside Patna, the
minister told parliament. He said the signalling on that stretch dated from before the war and that
money for new equipment had been set aside. Opposition members asked for his resignation. Survivors
spoke of a loud bang, then darkness, and of strangers who broke the windows with stones to let them
out. Services were back to normal by the evening, the divisional manager said on the telephone."""
CHINESE = (
    "昨日上午九时五十二分一列载有六十九名旅客的国际列车从绥芬河站开出驶往俄罗斯格罗杰科沃站"
    "这是该口岸中断近五年后恢复开行的首趟旅客列车铁路部门表示今后每日开行一对"
)
THAI = (
    "รถไฟโดยสารขบวนหนึ่งตกรางใกล้สถานีลำปางเมื่อคืนวันศุกร์ เจ้าหน้าที่การรถไฟแห่งประเทศไทยกล่าวว่า"
    "มีผู้ได้รับบาดเจ็บหลายคน หน่วยกู้ภัยทำงานตลอดคืนเพื่อช่วยผู้โดยสารออกจากตู้รถที่พลิกคว่ำสองตู้ "
    "เส้นทางระหว่างลำปางกับเชียงใหม่ปิดทั้งสองทิศทาง และรถไฟขบวนอื่นต้องรอที่สถานีเด่นชัย"
)


def stories(db, *prints):
    """Store texts as (outlet, day and hour, text); the groups of outlets that tell one story."""
    for outlet_id, published, text in prints:
        save_outlet(db, outlet(outlet_id))
        save_article(db, article(outlet_id, published=published, text=text))
    groups = {}
    for row in rows(db, "articles"):
        groups.setdefault(row["story_id"], []).append(row["outlet_id"])
    sizes = {row["id"]: row["articles"] for row in rows(db, "stories")}
    assert sizes == {story: len(members) for story, members in groups.items()}
    return sorted(sorted(members) for members in groups.values())


FRIDAY, SATURDAY, LATER = "2024-11-01 20:00", "2024-11-02 06:00", "2024-11-08 20:00"


@pytest.mark.parametrize(
    ("reprint", "published", "is_one"),
    [
        (WIRE, SATURDAY, True),
        ("PATNA, India (Wire) - " + WIRE, SATURDAY, True),
        (WIRE[:330], SATURDAY, True),
        (
            WIRE.replace("railway officials said", "the railway told us"),
            SATURDAY,
            True,
        ),
        (WIRE.replace("Five", "Seven"), SATURDAY, False),
        (WIRE.replace("20 injured", "31 injured"), SATURDAY, False),
        (WIRE, LATER, False),
        (OTHER, SATURDAY, False),
        ("", SATURDAY, False),
    ],
    ids=[
        "the same",
        "with a dateline",
        "cut short",
        "lightly edited",
        "another toll in words",
        "another toll in digits",
        "a week later",
        "an account of its own",
        "empty",
    ],
)
def test_reprint_joins_the_story_and_a_follow_up_does_not(db, reprint, published, is_one):
    groups = stories(db, ("wire", FRIDAY, WIRE), ("daily", published, reprint))
    assert groups == ([["daily", "wire"]] if is_one else [["daily"], ["wire"]])


RAIL = "A goods train left the rails near Ludden, killing {} and injuring {}, the sheriff said."
RUSSIAN = "Под Лудненом сошёл с рельсов поезд, погибли {}, ранены {}, сообщили в областном МЧС."
HAN = "一列货车在卢登附近脱轨，造成{}人死亡、{}人受伤，当地应急管理部门表示。"
KOREAN = "루든 인근에서 화물열차가 탈선해 {} 숨지고 {} 다쳤다고 지역 소방본부가 밝혔다."


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        (RAIL, ("five people", "seven others"), ("seven people", "nine others")),
        (RAIL, ("5 people", "7 others"), ("7 people", "5 others")),
        (RAIL, ("a woman", "12 others"), ("two women", "12 others")),
        (RAIL, ("nobody", "12 others"), ("five people", "12 others")),
        (RAIL, ("T12 crew", "12 others"), ("T15 crew", "12 others")),
        (RAIL, ("twenty-one people", "7 others"), ("twenty-three people", "7 others")),
        (RUSSIAN, ("двое", "пятеро"), ("четверо", "семеро")),
        (RUSSIAN, ("не менее трёх человек", "9"), ("не менее пяти человек", "9")),
        (HAN, ("五", "七"), ("七", "九")),
        (HAN, ("二十", "七"), ("二十三", "七")),
        (KOREAN, ("두 명이", "다섯명이"), ("세 명이", "다섯명이")),
        (KOREAN, ("두 명이", "다섯명이"), ("두 명이", "여덟명이")),
    ],
)
def test_changed_toll_is_told_however_it_is_written(text, first, then):
    spots = [figure_spots(text.format(*figures)) for figures in (first, then)]
    assert figures_differ(*spots)
    assert not figures_differ(spots[0], spots[0])


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (RAIL, ("five people", "1,200 others"), ("5 people", "1200 others")),
        (RAIL, ("one person", "twenty-one others"), ("a person", "21 others")),
        (RAIL, ("two hundred people", "5 million others"), ("200 people", "5,000,000 others")),
        (RAIL, ("two", "others at 11 p.m."), ("two", "others at 23:00")),
        ("LUDDEN, March 4 (Wire) — " + RAIL, ("two", "9"), ("two", "9")),
        (RUSSIAN, ("5 человек", "двадцать два"), ("пять человек", "22")),
        (HAN, ("一百二十", "7"), ("120", "七")),
        (KOREAN, ("열두 명이", "7명이"), ("12 명이", "7명이")),
        (KOREAN, ("1천200명이", "3만5천명이"), ("1200명이", "35000명이")),
        (HAN, ("1万2千", "7"), ("12000", "7")),
        (RUSSIAN, ("1,2 тыс. человек", "22"), ("1200 человек", "22")),
    ],
)
def test_same_figures_in_another_style_part_no_reprints(text, one, other):
    print_of_another_day = text.format(*other).replace("LUDDEN, March 4", "HARROW, March 5")
    assert not figures_differ(figure_spots(text.format(*one)), figure_spots(print_of_another_day))


BACKGROUND = {
    "en": " Rescue workers spent the night searching the overturned carriages, which had slid down"
    " an embankment. The operator has promised an inquiry, and the line stays closed, it said.",
    "ru": " Спасатели всю ночь осматривали опрокинувшиеся вагоны, которые сползли с насыпи к реке."
    " Перевозчик обещал полное расследование, движение по линии пока закрыто.",
    "zh": "救援人员连夜搜寻翻倒的车厢这些车厢已经滑下路堤靠近河边。"
    "铁路公司承诺进行全面调查该线路将一直关闭。",
    "ko": " 구조대원들은 밤새 강가로 미끄러진 전복 객차를 수색했다. 운영사는 철저한 조사를 약속했고"
    " 노선은 금요일까지 폐쇄된다고 회사는 밝혔다.",
}
TOLLS = [
    ("en", "A train left the rails, killing {} people and injuring {}, officials said."),
    ("en", "A train left the rails, leaving {} dead and {} hurt, officials said."),
    ("en", "A train left the rails. {} were killed in the 2025 crash. {} passengers were wounded."),
    ("ru", "Сошёл с рельсов грузовой поезд, погибли {} человек, пострадали {}, заявили в МЧС."),
    ("ru", "Сошёл с рельсов грузовой поезд. Число жертв: {}. Ещё {} получили травмы."),
    ("zh", "一列货车周二清晨脱轨，造成{}人死亡、{}人受伤。"),
    ("zh", "一列货车周二清晨脱轨，已有{}名乘客死亡，另有受伤旅客{}名。"),
    ("ko", "화물열차가 화요일 새벽 탈선해 {}명이 숨지고 {}명이 다쳤다."),
    ("ko", "화물열차가 화요일 새벽 탈선했다. 사망자 {}명, 부상자 {}명."),
]


@pytest.mark.parametrize(
    ("one", "other"), [two for two in itertools.permutations(TOLLS, 2) if two[0][0] == two[1][0]]
)
def test_toll_in_another_sentence_is_a_follow_up_only_where_it_has_changed(one, other):
    (language, first), (_, then) = one, other
    stated = read_print(first.format(12, 45) + BACKGROUND[language])
    for figures, is_one in (((12, 45), True), ((15, 45), False), ((12, 60), False)):
        again = read_print(then.format(*figures) + BACKGROUND[language])
        assert contradict(stated, again) is not is_one


def test_print_without_the_toll_stays_with_the_first_of_two_tolls_whatever_the_order(tmp_path):
    toll = WIRE + " " + OTHER
    later = toll.replace("Five", "Eight")
    bridge = toll.replace("Five people were killed and at least 20 injured when", "When")
    prints = [("wire", FRIDAY, toll), ("daily", SATURDAY, later), ("evening", FRIDAY, bridge)]
    for at, order in enumerate(itertools.permutations(prints)):
        db = open_database(tmp_path / f"{at}.db")
        assert stories(db, *order) == [["daily"], ["evening", "wire"]]
        db.close()


def test_reprint_in_a_script_without_spaces_joins_the_story(db):
    changed = CHINESE.replace("六十九名", "四十九名")
    prints = [("wire", CHINESE), ("daily", "本报讯" + CHINESE), ("other", changed)]
    groups = stories(db, *((outlet_id, FRIDAY, text) for outlet_id, text in prints))
    assert groups == [["daily", "wire"], ["other"]]


@pytest.mark.parametrize(
    "reprint",
    [THAI[: len(THAI) * 7 // 10], THAI.replace("หนึ่ง", "หนื่ง").replace("คืน", "คึน")],
    ids=["cut", "mistyped"],
)
def test_thai_reprint_joins_the_story(db, reprint):
    assert len(stories(db, ("bangkok-post", FRIDAY, THAI), ("lampang-news", FRIDAY, reprint))) == 1


def test_story_bears_the_id_of_its_earliest_article_whatever_the_order(tmp_path):
    prints = [
        ("wire", FRIDAY, WIRE),
        ("daily", SATURDAY, WIRE[:330]),
        ("evening", "2024-11-02 18:00", "By our own writer. " + WIRE),
        ("other", SATURDAY, OTHER),
    ]
    found = []
    for at, order in enumerate(itertools.permutations(prints)):
        db = open_database(tmp_path / f"{at}.db")
        assert stories(db, *order) == [["daily", "evening", "wire"], ["other"]]
        found.append(sorted(row["story_id"] for row in rows(db, "articles")))
        db.close()
    first = article_id(article("wire").url)
    assert first in found[0]
    assert all(ids == found[0] for ids in found)


def test_article_that_is_rewritten_leaves_its_story(db):
    prints = [("wire", FRIDAY, WIRE), ("daily", SATURDAY, WIRE), ("evening", SATURDAY, WIRE)]
    assert stories(db, *prints) == [["daily", "evening", "wire"]]
    assert stories(db, ("wire", FRIDAY, OTHER)) == [["daily", "evening"], ["wire"]]


def crowd(db, texts):
    """Store texts of one outlet and one day; the ids of the articles."""
    save_outlet(db, outlet("wire"))
    stored = [
        replace(article("wire", published=FRIDAY, text=text), url=f"https://wire.example/{at}")
        for at, text in enumerate(texts)
    ]
    for one in stored:
        save_article(db, one)
    return [article_id(one.url) for one in stored]


def pieces_on_one_background(count):
    """Pieces of which the greater part is the same background."""
    for at in range(count):
        yield WIRE + " " + " ".join(f"Fact{at}x{word}" for word in range(60))


def test_reprint_is_found_in_a_crowd_that_shares_its_background(db):
    texts = list(pieces_on_one_background(60))
    ids = crowd(db, [*texts, texts[17] + " It will go on."])
    found = {row["id"]: row["story_id"] for row in rows(db, "articles")}
    assert found[ids[60]] == found[ids[17]]
    assert len(set(found.values())) == 60


def test_a_crowd_that_shares_a_background_is_not_compared_piece_by_piece(db):
    crowd(db, pieces_on_one_background(90))
    read = []
    db.conn.set_trace_callback(read.append)
    save_article(db, article("wire", published=FRIDAY, text=WIRE + " " + OTHER[:300]))
    db.conn.set_trace_callback(None)
    assert 20 < sum(query.startswith("SELECT text FROM articles") for query in read) < 60


def shares_one_band(one, other):
    """Whether two texts look alike by the least there is."""
    both = zip(*(bands(shingles(tokens(text))) for text in (one, other)), strict=True)
    return sum(mine == its for mine, its in both) == 1


def test_pieces_of_a_length_that_share_a_phrase_are_compared_only_where_one_may_be_cut(db):
    words = (" ".join(f"fact{at}x{word}" for word in range(80)) for at in range(9))
    texts = [f"{WIRE[:120]} {told}" for told in words]
    one, other = next(pair for pair in itertools.combinations(texts, 2) if shares_one_band(*pair))
    ids = crowd(db, [one, other])
    assert rows(db, "story_links", "1, 2") == []
    db.execute("UPDATE story_sizes SET runs = 2 * runs WHERE article_id = ?", [ids[0]])
    change_story(db, ids[1])
    assert len(rows(db, "story_links", "1, 2")) == 1


def test_rewriting_one_of_many_prints_leaves_the_others_together(db):
    ids = crowd(db, [WIRE] * 25)
    rewritten = replace(article("wire", published=FRIDAY, text=OTHER), url="https://wire.example/9")
    save_article(db, rewritten)
    found = {row["id"]: row["story_id"] for row in rows(db, "articles")}
    assert found.pop(ids[9]) == ids[9]
    assert len(set(found.values())) == 1


def test_one_more_print_of_a_wire_is_compared_with_few_of_them(db):
    crowd(db, [WIRE] * 60)
    read = []
    db.conn.set_trace_callback(read.append)
    save_article(db, article("wire", published=SATURDAY, text=WIRE))
    db.conn.set_trace_callback(None)
    assert sum(query.startswith("SELECT text FROM articles") for query in read) < 10
    assert len({row["story_id"] for row in rows(db, "articles")}) == 1
