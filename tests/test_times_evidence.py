# ruff: noqa: E501
"""Evidence of order: sightings, contradictions, keeping; what a page's own cards and addresses show."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import MachineTime, RawBlock, RawLink, RawStamp, RawStory, Story
from newscrawl.normalise.order import OrderEvidence
from newscrawl.normalise.times import TimesReport, normalise_times
from newscrawl.site import Site

SEED = "Last update: Mon, 05/09/2016 - 17:15"


def story(text: str, *cards: tuple[str, str], url: str = "https://wire.example/story", machine: tuple[MachineTime, ...] = ()) -> Story:  # fmt: skip
    made = Story(url=url, language="en")
    links = [RawLink(href=href, texts=[date], date=date) for date, href in cards]
    made.raw = RawStory(
        stamps=[RawStamp(text, "updated")],
        machine_times=list(machine),
        blocks=[RawBlock("More", "related", links)],
    )
    return made


def test_one_sighting_settles_and_two_orders_do_not() -> None:
    evidence = OrderEvidence()
    assert evidence.order("a.example", "//4") is None
    assert evidence.observe("a.example", "//4", "DMY")
    assert not evidence.observe("a.example", "//4", "DMY")
    assert evidence.order("a.example", "//4") == "DMY"
    assert evidence.order("a.example", "..4") is None
    assert evidence.order("b.example", "//4") is None
    assert evidence.observe("a.example", "//4", "MDY")
    assert evidence.order("a.example", "//4") is None
    assert evidence.contradictory("a.example", "//4")
    assert evidence.contradictions == [("a.example", "//4", {"DMY": 2, "MDY": 1})]


def test_plain_data_and_back() -> None:
    evidence = OrderEvidence()
    evidence.observe("a.example", "//4", "DMY")
    kept = evidence.to_dict()
    assert kept == {"a.example": {"//4": {"DMY": 1}}}
    assert OrderEvidence.from_dict(kept).order("a.example", "//4") == "DMY"


@given(st.recursive(st.none() | st.integers() | st.text(max_size=4), lambda inner: st.dictionaries(st.sampled_from(["a", "DMY", "//4"]), inner)))  # fmt: skip
def test_spoilt_state_is_left_out(data: object) -> None:
    evidence = OrderEvidence.from_dict({"a.example": data})
    evidence.observe("a.example", "//4", "MDY")
    assert OrderEvidence(recall=lambda site: data).order("a.example", "no") is None  # type: ignore[arg-type, return-value]


def test_recalled_and_remembered() -> None:
    kept: dict[str, dict[str, dict[str, int]]] = {}
    evidence = OrderEvidence(kept.get, kept.__setitem__)
    page = story("Last update: Sun, 22/01/2017 - 09:00")
    assert normalise_times(page, evidence=evidence).learnt
    assert kept == {"wire.example": {"//4": {"DMY": 1}}}
    later = OrderEvidence(kept.get, kept.__setitem__)
    page = story(SEED)
    assert not normalise_times(page, evidence=later).learnt
    assert (page.last_update, page.last_update_basis) == ("2016-09-05T17:15", "visible,order:siblings")


def test_unsettled_is_said_and_both_readings_are_kept() -> None:
    page = story(SEED)
    report = normalise_times(page)
    assert report.unsettled == [("last_update", "wire.example", "//4")]
    assert (page.last_update, page.last_update_raw) == (None, SEED)
    assert page.last_update_candidates == ["2016-09-05T17:15", "2016-05-09T17:15"]
    assert page.last_update_basis is None


def test_settled_again_with_evidence() -> None:
    page, evidence = story(SEED), OrderEvidence()
    assert normalise_times(page, evidence=evidence).unsettled
    evidence.observe("wire.example", "//4", "DMY")
    assert normalise_times(page, evidence=evidence) == TimesReport()
    assert page.last_update == "2016-09-05T17:15"
    assert page.last_update_candidates == []


def test_teasers_of_the_page_show_the_order() -> None:
    page, evidence = story(SEED, ("22/01/2017", "/x"), ("21/01/2017", "/y")), OrderEvidence()
    normalise_times(page, evidence=evidence)
    assert (page.last_update, page.last_update_basis) == ("2016-09-05T17:15", "visible,order:siblings")
    assert evidence.order("wire.example", "//4") == "DMY"


def test_address_of_a_teaser_shows_the_order() -> None:
    page = story(SEED, ("04/09/2016", "https://wire.example/2016/04/09/flood"))
    normalise_times(page)
    assert page.last_update == "2016-05-09T17:15"


def test_contradiction_is_reported_not_averaged() -> None:
    evidence = OrderEvidence()
    for text in ("Last update: Sun, 22/01/2017 - 09:00", "Last update: 01/23/2017 - 09:00"):
        report = normalise_times(story(text), evidence=evidence)
    assert report.contradictions
    page = story(SEED)
    assert normalise_times(page, evidence=evidence).unsettled
    assert page.last_update is None


def test_declared_order_against_the_date_itself() -> None:
    page = story("Last update: 01/22/2017 - 09:00")
    report = normalise_times(page, site=Site(date_order="DMY"))
    assert report.contradictions
    assert page.last_update is None
    assert page.last_update_raw


def test_sighting_by_machine_data() -> None:
    evidence = OrderEvidence()
    page = story(
        "Last update: 05/09/2016 - 17:15",
        machine=(MachineTime("2016-09-05T15:15:09Z", "updated", "json-ld"),),
    )
    normalise_times(page, evidence=evidence)
    assert page.last_update_basis == "visible+json-ld,order:json-ld,zone:json-ld"
    assert evidence.order("wire.example", "//4") == "DMY"


def test_update_never_becomes_the_publication() -> None:
    page = story("Updated 5 September 2016 17:15")
    normalise_times(page, fetched_at=datetime(2016, 10, 1, tzinfo=UTC))
    assert (page.published, page.published_raw) == (None, None)
    assert page.last_update == "2016-09-05T17:15"


def test_order_settled_by_a_sibling_is_no_evidence_itself() -> None:
    """Else one mistaken page would prove itself right on every other."""
    evidence = OrderEvidence()
    evidence.observe("wire.example", "//4", "DMY")
    normalise_times(story(SEED), evidence=evidence)
    assert evidence.to_dict() == {"wire.example": {"//4": {"DMY": 1}}}
