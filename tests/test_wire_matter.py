"""Datelines, credits, bylines, tags, sign-offs and notes: tables of our own examples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.items import Story
from newscrawl.normalise.agencies import agencies_in, credited, without_agencies
from newscrawl.normalise.dateline import read_dateline
from newscrawl.normalise.people import names_in
from newscrawl.normalise.wire import normalise_wire, wire_tags

TABLES = Path(__file__).parent / "pages" / "meta"


def table(name: str) -> list[list[object]]:
    rows: list[list[object]] = json.loads((TABLES / f"{name}.json").read_text("utf-8"))
    return rows


@pytest.mark.parametrize(("text", "language", "shown", "place", "agencies"), table("datelines"))
def test_dateline(
    text: str, language: str, shown: str | None, place: str | None, agencies: list[str]
) -> None:
    found = read_dateline(text, language)
    assert (found and found.shown, found and found.place) == (shown, place)
    assert (found.agencies if found else []) == agencies


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tapachula, Mexico QNN — The boats left.", "Tapachula, Mexico QNN —"),
        ("Washington QNN — The boats left.", "Washington QNN —"),
        ("Washington PNN — The boats left.", None),
        ("Wandel der Kultur im QNN – ein Bericht", None),
        ("Plan und Ziel QNN – ein Bericht", None),
    ],
)
def test_dateline_with_the_sites_own_initials(text: str, shown: str | None) -> None:
    found = read_dateline(text, "en", ["qnn"])
    assert (found and found.shown) == shown


@pytest.mark.parametrize(("line", "agencies"), table("credits"))
def test_credited(line: str, agencies: list[str]) -> None:
    assert credited(line) == agencies


@pytest.mark.parametrize(("text", "sure", "names"), table("bylines"))
def test_names(text: str, sure: bool, names: list[str]) -> None:
    assert names_in(text, sure) == names


@pytest.mark.parametrize(("headline", "url", "tags"), table("tags"))
def test_tags(headline: str, url: str, tags: list[str]) -> None:
    assert wire_tags(headline, url) == tags


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("By Ana Ruiz, Associated Press", ["AP"]),
        ("By ANA RUIZ, AP Auto Writer", ["AP"]),
        ("ANA RUIZ", []),
        ("Von dpa", ["dpa"]),
        ("Ap Auto Writer", []),
        ("TASS", ["TASS"]),
        ("afp.com/Ana RUIZ", ["AFP"]),
    ],
)
def test_agencies_in_a_byline(text: str, agencies: list[str]) -> None:
    assert agencies_in(text, loose=True) == agencies


def test_an_agency_is_no_author() -> None:
    assert without_agencies("Le Quai et AFP") == "Le Quai"


def story(body: str, headline: str = "Bridge shut", **raw: list[str]) -> Story:
    made = Story(url="https://example.com/a/b", headline=headline, body=body)
    for name, value in raw.items():
        setattr(made.raw, name, value)
    normalise_wire(made)
    return made


LONG = "The bridge was shut on Friday after a barge struck its pier, the harbour master said."


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Ana Ruiz; Editing by Tom Falk)",
        "Reporting by Ana Ruiz in Lima; Editing by Tom Falk",
        "Additional reporting by Ana Ruiz.",
        "(Reporte de Ana Ruiz; Editado en español por Tom Falk)",
        "(Reportage Ana Ruiz, édité par Tom Falk)",
        "(Bericht von Ana Ruiz, redigiert von Tom Falk. Bei Rückfragen wenden Sie sich an die Redaktion)",
        "Associated Press writer Ana Ruiz in Lima contributed to this report.",
        "责任编辑：王芳",
        "【责任编辑：王芳】",
        "（参与采写：王芳）",
        "(责编：王芳、林溪)",
        "This report by The Canadian Press was first published March 4, 2024.",
        "bur-ar/tf",
    ],
)
def test_sign_off_leaves_the_body(line: str) -> None:
    made = story(f"{LONG}\n\n{LONG}\n\n{line}")
    assert made.sign_off == line
    assert made.body == f"{LONG}\n\n{LONG}"


@pytest.mark.parametrize(
    "line",
    [
        "Editor's note: The barge was empty.",
        "(Corrects name of barge in second paragraph)",
        "This story has been corrected to say that the barge was empty.",
        "Correction: An earlier headline named another bridge.",
        "Anmerkung der Redaktion: Der Kahn war leer.",
        "Note de la rédaction : la péniche était vide.",
        "编者按：驳船是空的。",
        "(This story has not been edited by our staff and is auto-generated from a syndicated feed.)",
        "(Except for the headline, this story has not been edited and comes from a syndicated feed.)",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_note_leaves_the_body(line: str, first: bool) -> None:
    body = f"{line}\n\n{LONG}" if first else f"{LONG}\n\n{line}"
    made = story(body)
    assert made.editor_note == line
    assert made.body == LONG


@pytest.mark.parametrize(
    "line",
    [
        "Reporting on the bridge began in May, and it has not ended since, as readers know well.",
        "Please contact us if you see an error; corrections: desk@example.com",
        "She corrects the proofs of the harbour gazette by hand every night.",
    ],
)
def test_text_stays(line: str) -> None:
    made = story(f"{LONG}\n\n{line}")
    assert (made.sign_off, made.editor_note) == (None, None)
    assert made.body == f"{LONG}\n\n{line}"


def test_agencies_behind_initials() -> None:
    assert story(f"{LONG}\n\n{LONG}", credits=["ar/tf (AFP, dpa)"]).agencies == ["AFP", "dpa"]


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("(NAN)", ["NAN"]),
        ("- with AAP", ["AAP"]),
        ("— With files from Agence France-Presse", ["AFP"]),
        ("（共同）", ["Kyodo"]),
        ("STT", ["STT"]),
    ],
)
def test_a_last_line_that_only_names_agencies_leaves_the_body(line: str, agencies: list[str]) -> None:
    made = story(f"{LONG}\n\n{LONG}\n\n{line}")
    assert (made.body, made.agencies) == (f"{LONG}\n\n{LONG}", agencies)


def test_dateline_under_points_that_sum_up() -> None:
    text = f"LIMA, Sept 5 (Reuters) - {LONG} {LONG}"
    points = "Barge strikes pier\n\nBridge stays shut until Monday"
    made = story(f"{points}\n\n{text}\n\n{LONG}")
    assert (made.dateline, made.agencies) == ("LIMA, Sept 5 (Reuters) -", ["Reuters"])
    assert story(f"{points}\n\nLIMA, Peru — {LONG} {LONG}\n\n{LONG}").dateline is None


def test_agency_named_in_the_text_is_not_credited() -> None:
    assert story(f"{LONG}\n\nThe master told Reuters and AFP that the pier would hold.").agencies == []


@pytest.mark.parametrize(
    ("headline", "first", "status"),
    [
        ("KILL - Bridge shut", LONG, "canceled"),
        ("WITHDRAWN: Bridge shut", LONG, "canceled"),
        ("Bridge shut", "This story has been withdrawn.", "canceled"),
        ("Bridge shut", "EMBARGOED until 18:00 GMT Friday", "withheld"),
        ("Bridge shut", "Sperrfrist 18 Uhr", "withheld"),
        ("Man threatens to kill the noise", LONG, "usable"),
    ],
)
def test_status(headline: str, first: str, status: str) -> None:
    made = story(f"{first}\n\n{LONG}", headline)
    assert made.status == status
    assert made.headline == headline, "a tag stays in the headline as shown"


@pytest.mark.parametrize(
    ("shown", "stated", "authors"),
    [
        (["Ana Ruiz"], [], ["Ana Ruiz"]),
        ([], ["Ana Ruiz"], ["Ana Ruiz"]),
        (["By Ana Ruiz"], ["ana ruiz"], ["Ana Ruiz"]),
        (["Ana Ruiz"], ["Ana Ruiz", "Tom Falk"], ["Ana Ruiz"]),
        (["Ana RuizCity Columnist"], ["Ana Ruiz"], ["Ana Ruiz"]),
        (["ANA RUIZ and TOM FALK"], ["Ana Ruiz"], ["Ana Ruiz", "TOM FALK"]),
        (["By Ana Ruiz and Tom Falk, Harbour City"], ["Ana Ruiz"], ["Ana Ruiz", "Tom Falk"]),
        (["By Ana Ruiz, Harbour City"], ["Ana Ruiz"], ["Ana Ruiz"]),
        (["Ana Ruiz and photographs by Tom Falk"], ["Ana Ruiz"], ["Ana Ruiz"]),
        (["Ana Ruiz"], ["Desk Bot"], ["Ana Ruiz"]),
        (["Ana Ruiz, AP"], ["The Quay Post"], ["Ana Ruiz"]),
        ([], ["The Quay Post"], []),
        ([], ["AFP"], []),
    ],
)
def test_byline_against_statement(shown: list[str], stated: list[str], authors: list[str]) -> None:
    assert story(LONG, bylines=shown, stated_authors=stated, site_names=["the quay post"]).authors == authors


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.text(max_size=80), st.lists(st.text(max_size=60), max_size=4))
def test_any_text_is_read(body: str, headline: str, lines: list[str]) -> None:
    made = story(body, headline, bylines=lines, stated_authors=lines, credits=lines, stated_languages=lines)
    assert len(set(made.authors)) == len(made.authors)
    assert made.dateline is None or made.dateline in f"{body} {made.summary}" or "\n" in body
