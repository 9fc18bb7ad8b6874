"""The JSON Schema of the record: made from the dataclasses, shipped with the package, checked on every story.

`record_schema` builds it (JSON Schema 2020-12) from the annotations and attribute docstrings of
`newscrawl.items.Story`, plus the rules below that a type cannot say. The result is shipped as
``newscrawl/schemas/record.schema.json``, and that file is what `problem` holds each story against.

``python -m newscrawl.schema`` writes the file anew (after a change of `items`); with ``--print`` it goes to
standard output, which also works where the package is installed as an egg or in a read-only place.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import fastjsonschema
from itemadapter import ItemAdapter

from newscrawl.items import SCHEMA_VERSION, Image, RelatedHeadline, Rights, Story

__all__ = ["as_record", "load_schema", "problem", "record_schema"]

Json = dict[str, Any]

STORY_ID = r"^[0-9a-f]{16}$"
SHA256 = r"^[0-9a-f]{64}$"
HTTP_URL = r"^https?://[^\s]+$"
LANGUAGE_TAG = r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"
DATE = r"\d{4}-\d{2}-\d{2}"
# ISO 8601 at the precision that is known: a day, a minute, a second; an offset only where the zone is known.
DATE_OR_TIME = rf"^{DATE}(T\d{{2}}:\d{{2}}(:\d{{2}}(\.\d+)?)?(Z|[+-]\d{{2}}:\d{{2}})?)?$"
UTC_INSTANT = rf"^{DATE}T\d{{2}}:\d{{2}}:\d{{2}}(\.\d+)?Z$"

PRECISION: Json = {"enum": ["second", "minute", "day"]}
TIME: Json = {"pattern": DATE_OR_TIME}
URL: Json = {"format": "uri", "pattern": HTTP_URL}

# What a field's type cannot say. A nullable field stays nullable: null is added to its enum. A field named in
# NOT_NULL is never null in a record, though the dataclass has to begin without it.
RULES: dict[type, dict[str, Json]] = {
    Story: {
        "id": {"pattern": STORY_ID},
        "url": URL,
        "canonical_url": URL,
        "site": {"minLength": 1},
        "language": {"pattern": LANGUAGE_TAG},
        "headline": {"minLength": 1},
        "status": {"enum": ["usable", "withheld", "canceled"]},
        "story_type": {"enum": ["article", "live", "gallery", "video", "audio"]},
        "access": {"enum": ["free", "paywalled"]},
        "published": TIME,
        "published_precision": PRECISION,
        "last_update": TIME,
        "last_update_precision": PRECISION,
        "last_update_candidates": {"items": {"type": "string", "pattern": DATE_OR_TIME}},
        "fetched_at": {"format": "date-time", "pattern": UTC_INSTANT},
        "source": {"enum": ["http", "playwright", "archive"]},
        "revision": {"minimum": 1},
        "previous_digest": {"pattern": SHA256},
        "changes": {
            "items": {"type": "string", "enum": ["headline", "body", "stamp", "status"]},
            "uniqueItems": True,
        },
        "text_digest": {"pattern": SHA256},
        "schema_version": {"const": SCHEMA_VERSION},
    },
    RelatedHeadline: {
        "headline": {"minLength": 1},
        "url": URL,
        "kind": {"enum": ["related", "section", "latest", "popular", "inline", "other"]},
        "position": {"minimum": 1},
        "story_id": {"pattern": STORY_ID},
        "date": TIME,
    },
    Image: {"url": URL},
    Rights: {
        "tdm_reservation": {"enum": [0, 1]},
        "signal": {"enum": ["meta", "header", "well-known"]},
    },
}
NOT_NULL = {"id", "url"}


def _when(field: str, condition: Json, other: str, then: Json) -> Json:
    return {"if": {"properties": {field: condition}}, "then": {"properties": {other: then}}}


# Rules between two fields.
BETWEEN_FIELDS: list[Json] = [
    # Only a withdrawn story may be without a headline.
    _when("status", {"const": "usable"}, "headline", {"type": "string"}),
    # Two readings of a stamp are given instead of a value, never beside one.
    _when("last_update_candidates", {"minItems": 1}, "last_update", {"type": "null"}),
    # A value and its precision come and go together.
    *(
        _when(field, {"type": "null"}, f"{field}_precision", {"type": "null"})
        | {"else": {"properties": {f"{field}_precision": {"type": "string"}}}}
        for field in ("published", "last_update")
    ),
]


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _complete(schema: Json, item_class: type) -> Json:
    """Turn what itemadapter reads off one dataclass into the object a line really holds."""
    hints = {field.name: field.type for field in dataclasses.fields(item_class)}
    properties: dict[str, Json] = {}
    for name in hints:
        prop = dict(schema["properties"][name])
        # Every key stands in every line: a default would tell of Python and not of the record.
        prop.pop("default", None)
        description = _one_line(prop.pop("description", ""))
        rules = RULES[item_class].get(name, {})
        kinds = prop.get("type")
        if isinstance(kinds, list):
            kinds = [kind for kind in kinds if kind != "null"]
            nullable = not (item_class is Story and name in NOT_NULL)
            prop["type"] = [*kinds, "null"] if nullable else kinds[0]
            if nullable and "enum" in rules:
                rules = {**rules, "enum": [*rules["enum"], None]}
        for nested in (RelatedHeadline, Image, Rights):
            if nested.__name__ in str(hints[name]):
                if prop["type"] == "array":
                    prop["items"] = _complete(prop["items"], nested)
                else:
                    prop = _complete(prop, nested)
        properties[name] = {"description": description, **prop, **rules}
    return {
        "title": item_class.__name__,
        "description": _one_line(item_class.__doc__),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def record_schema() -> Json:
    """Build the JSON Schema (2020-12) of one line of the feed from the dataclasses of `newscrawl.items`."""
    schema = _complete(ItemAdapter.get_json_schema(Story), Story)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newscrawl:record:{SCHEMA_VERSION}",
        **schema,
        "allOf": BETWEEN_FIELDS,
    }


@cache
def load_schema() -> Json:
    """Return the schema as shipped. Read through `importlib.resources`, it is found inside an egg too."""
    text = resources.files("newscrawl").joinpath("schemas/record.schema.json").read_text(encoding="utf-8")
    schema: Json = json.loads(text)
    return schema


@cache
def _validator() -> Callable[[Json], object]:
    # fastjsonschema compiles the schema to Python code once (30 ms); then a story costs 0.16 ms (the mean of
    # 1,635 real ones), where jsonschema takes 1.9 ms, half of a parse of the page. It speaks draft 7, and the
    # schema keeps to words that mean the same there: a test compares its verdicts with jsonschema's.
    validate: Callable[[Json], object] = fastjsonschema.compile(
        load_schema(), use_default=False, use_formats=False
    )
    return validate


_FIELDS = {
    cls: tuple(field.name for field in dataclasses.fields(cls))
    for cls in (Story, RelatedHeadline, Image, Rights)
}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    names = _FIELDS.get(type(value))
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value


def as_record(story: Story) -> Json:
    """Return the story as plain dicts and lists, keys in the record's order, nulls and empty lists kept.

    The same as `dataclasses.asdict` at a fifth of its cost: `asdict` copies every string and `ItemAdapter`
    looks each field up anew, which for a story with twenty related headlines is more than reading its text.

    >>> list(as_record(Story(headline="Rain stops play")))[:3]
    ['id', 'url', 'canonical_url']
    """
    record: Json = _plain(story)
    return record


def problem(story: Story | Json) -> str | None:
    """Say in one line which field of a story (or of a record) breaks the schema and how; None if none does.

    What the page says stays out of the line, so it is safe in a log and short enough for a stat.

    >>> problem(Story(id="0123456789abcdef", url="https://example.com/1", headline="Rain", language="?"))
    'language must match pattern ^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$'
    """
    record = as_record(story) if isinstance(story, Story) else story
    try:
        _validator()(record)
    except fastjsonschema.JsonSchemaValueException as error:
        return str(error.message).removeprefix("data.").replace("data must", "the record must")
    return None


def _main(arguments: list[str]) -> int:
    text = json.dumps(record_schema(), indent=2, ensure_ascii=False) + "\n"
    if arguments == ["--print"]:
        sys.stdout.write(text)
        return 0
    if arguments:
        print("usage: python -m newscrawl.schema [--print]", file=sys.stderr)
        return 2
    path = Path(__file__).with_name("schemas") / "record.schema.json"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"cannot write {path}: {error.strerror}; use --print", file=sys.stderr)
        return 1
    print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
