"""The published JSON Schema: made from the dataclasses, valid, and really refusing what it should."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from newscrawl.items import NOT_A_STORY, SCHEMA_VERSION, Image, RelatedHeadline, Story
from newscrawl.schema import as_record, load_schema, problem, record_schema

GOOD: dict[str, Any] = dataclasses.asdict(
    Story(
        id="0123456789abcdef",
        url="https://news.example/world/ferry",
        canonical_url="https://news.example/world/ferry",
        site="news.example",
        language="en-GB",
        headline="Ferry service resumes",
        body="The ferry sails again.\n\nIt had been tied up for a week.",
        published="2016-09-05T17:15:00+02:00",
        published_precision="minute",
        last_update="2016-09-05",
        last_update_precision="day",
        related_headlines=[
            RelatedHeadline("Harbour dredged", "https://news.example/world/harbour", position=1)
        ],
        images=[Image("https://news.example/ferry.jpg")],
        fetched_at="2017-01-22T09:00:00Z",
        source="http",
        text_digest="ab" * 32,
    )
)


def test_the_shipped_file_is_what_the_dataclasses_give() -> None:
    assert load_schema() == record_schema(), "items.py changed: run `make schema` and note it in CHANGELOG.md"


def test_it_is_a_valid_2020_12_schema_of_this_version() -> None:
    schema = load_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(SCHEMA_VERSION)


def _objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    found = [schema] if "properties" in schema and "type" in schema else []
    for prop in schema.get("properties", {}).values():
        found += _objects(prop) + _objects(prop.get("items", {}))
    return found


def test_every_field_is_described_required_and_in_the_record_s_order() -> None:
    objects = _objects(load_schema())
    assert [entry["title"] for entry in objects] == ["Story", "RelatedHeadline", "Image", "Rights"]
    assert list(load_schema()["properties"]) == [field.name for field in dataclasses.fields(Story)]
    for entry in objects:
        assert entry["additionalProperties"] is False
        assert entry["required"] == list(entry["properties"])
        for name, prop in entry["properties"].items():
            assert prop["description"], f"{entry['title']}.{name} has no docstring"
            assert prop["type"]


def test_a_good_record_passes() -> None:
    assert problem(GOOD) is None
    assert Draft202012Validator(load_schema()).is_valid(GOOD)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", None),
        ("id", "0123456789ABCDEF"),
        ("id", "0123456789abcdef\n"),
        ("url", "ftp://news.example/1"),
        ("url", "https://news.example/a b"),
        ("url", None),
        ("site", ""),
        ("language", "en_GB"),
        ("headline", None),
        ("headline", ""),
        ("authors", None),
        ("authors", [None]),
        ("status", "cancelled"),
        ("story_type", "section"),
        ("access", "metered"),
        ("truncated", "yes"),
        ("published", "05/09/2016 - 17:15"),
        ("published", None),
        ("published_precision", None),
        ("last_update", "2016-09-05 17:15"),
        ("last_update_candidates", ["2016-09-05", "2016-05-09"]),
        ("last_update_candidates", ["5 September"]),
        ("fetched_at", "2017-01-22T09:00:00"),
        ("fetched_at", "2017-01-22T09:00:00+01:00"),
        ("source", "ftp"),
        ("revision", 0),
        ("revision", True),
        ("previous_digest", "ab"),
        ("changes", ["headline", "headline"]),
        ("schema_version", "0.9"),
        ("related_headlines", [{}]),
        ("related_headlines", [{**GOOD["related_headlines"][0], "position": 0}]),
        ("related_headlines", [{**GOOD["related_headlines"][0], "kind": "advert"}]),
        ("related_headlines", [{**GOOD["related_headlines"][0], "url": "/world/harbour"}]),
        ("images", [{**GOOD["images"][0], "width": 100}]),
        ("rights", {**GOOD["rights"], "tdm_reservation": 2}),
        ("rights", None),
        ("metadata", {}),
    ],
)
def test_a_bad_value_is_named(field: str, value: object) -> None:
    record = {**GOOD, field: value}
    line = problem(record)
    assert line is not None
    assert "\n" not in line
    # A rule between two fields names the one it expects something of.
    assert field.split("_")[0] in line
    if not str(value).endswith("\n"):  # jsonschema lets "$" match before a last line end
        assert not Draft202012Validator(load_schema()).is_valid(record)


@pytest.mark.parametrize("kind", sorted(NOT_A_STORY))
def test_what_is_no_story_is_no_record(kind: str) -> None:
    assert (problem({**GOOD, "story_type": kind}) or "").startswith("story_type must be one of")


@pytest.mark.parametrize("field", list(GOOD))
def test_no_field_may_be_missing(field: str) -> None:
    record = {name: value for name, value in GOOD.items() if name != field}
    assert problem(record) is not None


def test_a_withdrawn_story_needs_no_headline() -> None:
    assert problem({**GOOD, "status": "canceled", "headline": None, "body": None}) is None


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 3),
    st.text(max_size=20),
    st.sampled_from(
        ["usable", "2016-09-05", "2016-09-05T17:15", "https://a.example/", "en", "minute", "x" * 64]
    ),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
)


@given(st.dictionaries(st.sampled_from(list(GOOD)), VALUES, max_size=4))
def test_the_fast_check_and_jsonschema_agree(changed: dict[str, Any]) -> None:
    record = {**GOOD, **changed}
    assert (problem(record) is None) == Draft202012Validator(load_schema()).is_valid(record)


def test_as_record_equals_asdict_and_leaves_the_raw_reading_out() -> None:
    story = Story(headline="Ferry", related_headlines=[RelatedHeadline("Harbour", "https://a.example/")])
    story.raw.paragraphs.append("raw")
    record = as_record(story)
    assert record == dataclasses.asdict(story)
    assert list(record) == [field.name for field in dataclasses.fields(Story)]
