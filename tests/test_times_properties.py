# ruff: noqa: E501
"""Properties: a rendered time reads back to itself or to nothing; no text raises or takes long."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.items import MachineTime, RawStamp, RawStory, Story
from newscrawl.normalise.order import OrderEvidence
from newscrawl.normalise.times import normalise_times
from newscrawl.site import Site
from newscrawl.stamps import read_stamps
from newscrawl.stamps.calendars import gregorian
from newscrawl.stamps.words import WORDS

TIMES = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2060, 12, 31, 23, 59)).map(
    lambda t: t.replace(second=0, microsecond=0)
)
EN = "January February March April May June July August September October November December".split()
DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
PL = "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

# Shapes whose order is told by a word, a unit or the year in front: (language, how to render).
CLEAR = {
    "en long": ("en", lambda t: f"Updated {WEEKDAYS[t.weekday()]}, {t.day} {EN[t.month - 1]} {t.year}, {t:%H:%M}"),
    "en us": ("en", lambda t: f"Updated {EN[t.month - 1]} {t.day}, {t.year} at {t.hour % 12 or 12}:{t:%M} {'a.m.' if t.hour < 12 else 'p.m.'}"),
    "en short": ("en", lambda t: f"Updated: {EN[t.month - 1][:3]}. {t.day}, {t.year}, {t.hour % 12 or 12}:{t:%M}{'am' if t.hour < 12 else 'pm'}"),
    "en time first": ("en", lambda t: f"Updated {t:%H:%M}, {t.day} {EN[t.month - 1][:3]} {t.year}"),
    "en hyphens": ("en", lambda t: f"Updated {t:%d}-{EN[t.month - 1][:3]}-{t.year} {t:%H:%M}"),
    "de": ("de", lambda t: f"Aktualisiert am {t.day}. {DE[t.month - 1]} {t.year}, {t:%H.%M} Uhr"),
    "fr": ("fr", lambda t: f"Mis à jour le {t.day} {FR[t.month - 1]} {t.year} à {t:%H}h{t:%M}"),
    "ru": ("ru", lambda t: f"Обновлено {t.day} {RU[t.month - 1]} {t.year} г., {t:%H:%M}"),
    "pl": ("pl", lambda t: f"Aktualizacja: {t.day} {PL[t.month - 1]} {t.year}, {t:%H:%M}"),
    "iso": ("en", lambda t: f"Updated {t:%Y-%m-%d %H:%M}"),
    "ja": ("ja", lambda t: f"更新 {t.year}年{t.month}月{t.day}日 {t:%H}時{t:%M}分"),
    "zh": ("zh", lambda t: f"更新时间：{t:%Y-%m-%d %H:%M}"),
    "ko": ("ko", lambda t: f"수정 {t.year}년 {t.month}월 {t.day}일 {'오전' if t.hour < 12 else '오후'} {t.hour % 12 or 12}:{t:%M}"),
    "ar": ("ar", lambda t: "آخر تحديث: " + f"{t:%Y/%m/%d} {t:%H:%M}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))),
    "roman": ("en", lambda t: f"Updated {t.day}.{'I II III IV V VI VII VIII IX X XI XII'.split()[t.month - 1]}.{t.year} {t:%H:%M}"),
}  # fmt: skip
# All-numeric shapes: the order is open until something settles it.
OPEN = {
    "slashes": lambda t, o: f"Last update: {_numbers(t, o, '/')} - {t:%H:%M}",
    "dots": lambda t, o: f"Updated {_numbers(t, o, '.')}, {t:%H:%M}",
    "hyphens": lambda t, o: f"Updated: {_numbers(t, o, '-')} {t:%H:%M}",
    "short year": lambda t, o: f"Updated {_numbers(t, o, '/', short=True)} {t:%H:%M}",
}


def _numbers(t: datetime, order: str, separator: str, *, short: bool = False) -> str:
    parts = {"D": f"{t:%d}", "M": f"{t:%m}", "Y": f"{t:%y}" if short else f"{t:%Y}"}
    return separator.join(parts[letter] for letter in order)


def settled(text: str, language: str, **known: object) -> Story:
    story = Story(url="https://wire.example/story", language=language)
    story.raw = RawStory(stamps=[RawStamp(text, "updated")])
    normalise_times(story, **known)  # type: ignore[arg-type]
    return story


@pytest.mark.parametrize("shape", CLEAR)
@given(at=TIMES)
@settings(max_examples=60, deadline=None)
def test_clear_shapes_read_back(shape: str, at: datetime) -> None:
    language, render = CLEAR[shape]
    story = settled(render(at), language)
    assert story.last_update == at.strftime("%Y-%m-%dT%H:%M"), render(at)
    assert story.last_update_precision == "minute"


@pytest.mark.parametrize("shape", OPEN)
@given(at=TIMES, order=st.sampled_from(["DMY", "MDY"]))
@settings(max_examples=60, deadline=None)
def test_open_shapes_read_back_or_stay_open(shape: str, at: datetime, order: str) -> None:
    if shape == "short year" and not 1970 <= at.year < 2070:
        return
    text, want = OPEN[shape](at, order), at.strftime("%Y-%m-%dT%H:%M")
    assert settled(text, "en", site=Site(date_order=order)).last_update == want
    evidence = OrderEvidence()
    separator = text.translate(str.maketrans("", "", "0123456789"))
    separator = next(char for char in "/.-" if char in separator.replace(" - ", " "))
    evidence.observe("wire.example", f"{separator}{separator}{2 if shape == 'short year' else 4}", order)
    assert settled(text, "en", evidence=evidence).last_update == want
    alone = settled(text, "en")
    assert alone.last_update == want if at.day > 12 or at.day == at.month else alone.last_update is None
    if alone.last_update is None:
        assert want in alone.last_update_candidates
        assert len(alone.last_update_candidates) == 2


@given(at=TIMES, hours=st.integers(-11, 13), lag=st.integers(0, 59))
@settings(max_examples=100, deadline=None)
def test_machine_data_gives_the_instant_or_nothing(at: datetime, hours: int, lag: int) -> None:
    """A machine's time of the same instant proves the offset; it never moves what readers see."""
    utc = at - timedelta(hours=hours) + timedelta(seconds=lag)
    story = Story(url="https://wire.example/story", language="en")
    story.raw = RawStory(
        stamps=[RawStamp(f"Updated {at.day} {EN[at.month - 1]} {at.year} {at:%H:%M}", "updated")],
        machine_times=[MachineTime(utc.strftime("%Y-%m-%dT%H:%M:%SZ"), "updated", "json-ld", "dateModified")],
    )
    normalise_times(story)
    assert story.last_update is not None
    got = datetime.fromisoformat(story.last_update)
    assert got.replace(tzinfo=None) == at.replace(second=lag)
    assert got.tzinfo is None if hours == 0 else got.utcoffset() == timedelta(hours=hours)


@given(year=st.integers(1300, 1470), month=st.integers(1, 12), day=st.integers(1, 31))
def test_iranian_calendar_follows_itself(year: int, month: int, day: int) -> None:
    """Each day is the day after the one before it."""
    found = gregorian(year, month, day, "persian")
    before = gregorian(year, month, day - 1, "persian")
    if found and before:
        assert datetime(*found) - datetime(*before) == timedelta(days=1)  # type: ignore[arg-type]


WORDY = st.sampled_from(
    [*list(WORDS["months"])[::9], *list(WORDS["weekdays"])[::9], "updated", "ago", "vor", "il y a", "年", "月", "日", "時", "分", "前", "수정", "/", ".", "-", ":",
     "am", "p.m.", "GMT", "+02:00", "'16", "th", "2016", "05", "9", "17:15", "|", "(", "\n", "T", "Z", "٢٠١٦", "令和", "เวลา", "\u200f"]
)  # fmt: skip


@given(
    text=st.one_of(
        st.text(max_size=600),
        st.lists(WORDY, max_size=60).map(" ".join),
        st.lists(WORDY, max_size=60).map("".join),
    )
)
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_raises(text: str) -> None:
    for reading in read_stamps.__wrapped__(text, "en"):
        assert 0 <= reading.start <= reading.end <= len(text)
        for _, (year, month, day) in reading.dates:
            datetime(year or 2000, month, day)
    settled(text, "en")


@pytest.mark.parametrize(
    "text", ["1" * 5000, "1/" * 2500, "1 " * 2500, "12:" * 1700, "5 Sep " * 900, "年月日" * 900, "updated " * 700, "a.m. " * 900, "1年" * 1500, "vor 3 " * 900, "+02" * 1500, "ก" * 3000]
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    """A few milliseconds at most: the fastest of three, so that a busy machine does not fail it."""
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        read_stamps.__wrapped__(text, "en")
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.005


@given(
    values=st.lists(
        st.tuples(
            st.one_of(
                st.text(max_size=40),
                st.datetimes().map(str),
                st.integers(0, 10**17).map(str),
                st.datetimes(timezones=st.timezones()).map(str),
            ),
            st.sampled_from(["published", "updated"]),
            st.sampled_from(["json-ld", "meta", "time", "url", "header", "data"]),
        ),
        max_size=5,
    ),
    text=st.lists(WORDY, max_size=12).map(" ".join),
    zone=st.sampled_from([None, "Europe/Brussels", "Asia/Kathmandu", "No/Where"]),
    fetched=st.none() | st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_a_page_states_raises(
    values: list[tuple[str, str, str]], text: str, zone: str | None, fetched: datetime | None
) -> None:
    """And the update never lies before the publication where both are instants."""
    story = Story(url="https://wire.example/story", language="en")
    story.raw = RawStory(
        stamps=[RawStamp(text, "updated", machine=value) for value, _, _ in values[:1]],
        machine_times=[MachineTime(value, role, source) for value, role, source in values],
    )
    normalise_times(story, site=Site(zone=zone), fetched_at=fetched)
    for name in ("published", "last_update"):
        value = getattr(story, name)
        assert (value is None) == (getattr(story, f"{name}_precision") is None)
        if value is not None:
            datetime.fromisoformat(value)
            assert getattr(story, f"{name}_basis")
