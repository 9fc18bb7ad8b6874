"""What makes a revision of a story and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Story
from newscrawl.revisions import Marks, compare, is_noise, marks_of

BODY = "\n\n".join(f"Paragraph {number} tells of ferries that run again." for number in range(6))


def story(**fields: object) -> Story:
    made = Story(
        headline="Ferries run again", body=BODY, last_update_raw="Last update: Mon, 05/09/2016 - 17:15"
    )
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def kinds(new: Story, old: Story | None = None) -> list[str]:
    before = old or story()
    return compare(Marks.unpack(marks_of(before).pack()), before.status, new).kinds


def test_the_same_text_is_no_change() -> None:
    assert kinds(story()) == []


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({"headline": "Ferries stop again"}, ["headline"]),
        ({"body": BODY + "\n\nA new paragraph came."}, ["body"]),
        ({"body": BODY.replace("Paragraph 3", "Paragraph three")}, ["body"]),
        ({"last_update_raw": "Last update: Tue, 06/09/2016 - 09:00"}, ["stamp"]),
        ({"status": "canceled"}, ["status"]),
        (
            {"headline": "x", "body": "y", "last_update_raw": "Updated: 1 May 2020"},
            ["headline", "body", "stamp"],
        ),
    ],
)
def test_what_changed(fields: dict[str, object], changed: list[str]) -> None:
    assert kinds(story(**fields)) == changed


@pytest.mark.parametrize(
    "fields",
    [
        {"body": BODY.replace(" ", "\u00a0 ")},
        {"body": BODY + "\n\n1,204 comments"},
        {"body": "ADVERTISEMENT\n\n" + BODY + "\n\nUpdated 3 hours ago"},
        {"headline": "  Ferries run\u200b again"},
        # A stamp that only tells how long ago, or nothing any more.
        {"last_update_raw": "Updated 3 hours ago"},
        {"last_update_raw": None},
        {"last_update_raw": "Updated: 12 minutes ago"},
    ],
)
def test_noise_is_no_change(fields: dict[str, object]) -> None:
    assert kinds(story(**fields)) == []


def test_a_time_of_the_fetch_is_no_stamp() -> None:
    old = story(last_update_raw=None, last_update="2026-05-01T10:00:00Z", fetched_at="2026-05-01T10:00:30Z")
    new = story(last_update_raw=None, last_update="2026-05-01T11:00:00Z", fetched_at="2026-05-01T11:00:30Z")
    assert kinds(new, old) == []
    told = story(last_update_raw=None, last_update="2026-05-01T08:00:00Z", fetched_at="2026-05-01T11:00:30Z")
    later = story(last_update_raw=None, last_update="2026-05-01T09:00:00Z", fetched_at="2026-05-01T12:00:30Z")
    assert kinds(later, told) == ["stamp"]


def test_quotes_and_dashes_of_another_kind_are_no_change() -> None:
    old = story(body='He said "no" - twice.')
    assert kinds(story(body="He said “no” – twice."), old) == []


def test_a_paywall_that_closes_earlier_is_no_revision() -> None:
    short = "\n\n".join(BODY.split("\n\n")[:2])
    change = compare(marks_of(story()), "usable", story(body=short, truncated=True))
    assert change.kinds == []
    assert change.cut
    # Without a sign of a paywall an editor may have cut it.
    assert kinds(story(body=short)) == ["body"]


def test_the_summary_names_what_came_and_went() -> None:
    paragraphs = BODY.split("\n\n")
    new = [paragraphs[0], "Ten boats are ready, the harbour office said.", *paragraphs[2:]]
    change = compare(marks_of(story()), "usable", story(body="\n\n".join(new)))
    assert change.paragraphs == [
        "- Paragraph 1 tells of fer…",
        "+ Ten boats are ready, the harbour office said.",
    ]


def test_a_long_summary_is_cut() -> None:
    change = compare(
        marks_of(story(body="x")), "usable", story(body="\n\n".join(f"Number {n}" for n in range(50)))
    )
    assert len(change.paragraphs) == 20
    assert change.paragraphs[-1] == "… 32 more"


@given(st.text(), st.text())
def test_any_text_packs_and_compares(headline: str, body: str) -> None:
    one = Story(headline=headline, body=body)
    packed = marks_of(one).pack()
    marks = Marks.unpack(packed)
    assert marks is not None
    assert compare(marks, "usable", one).kinds == []


@pytest.mark.parametrize(
    "packed", [b"", b"\x07" + bytes(40), marks_of(story()).pack()[:-5], b"\x01" + bytes(20)]
)
def test_damaged_marks_count_as_changed(packed: bytes) -> None:
    marks = Marks.unpack(packed)
    assert compare(marks, "usable", story()).kinds[:2] == ["headline", "body"]


@pytest.mark.parametrize(
    "line", ["3 hours ago", "vor 5 Minuten", "12 comments", "Anzeige", "4 min read", "just now"]
)
def test_noise(line: str) -> None:
    assert is_noise(line)


@pytest.mark.parametrize(
    "line",
    ["The fund bought 1,000 shares", "Two people died 3 hours ago", "Minutes of silence", "He comments", ""],
)
def test_not_noise(line: str) -> None:
    assert not is_noise(line)
