"""How the demo site words its stamps: one entry a shape, each giving the stamp as a reader sees it.

The site writes all-numeric dates day first, and its clocks show Brussels time; its pages say so only here and
there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

ZONE = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Shape:
    """Wording of one kind of stamp: CLDR date patterns, `{}` for the date."""

    updated: str | None = None
    published: str | None = None
    pattern: str = "d MMMM y, HH:mm zzz"
    locale: str = "en_GB"


SHAPES = {
    "drupal": Shape("Last update: {}", pattern="EEE, dd/MM/y - HH:mm"),
    "numeric": Shape("Last update: {}", pattern="dd/MM/y - HH:mm"),
    "both": Shape("Last update: {}", "Published: {}", pattern="EEE, dd/MM/y - HH:mm"),
    "cet": Shape("Updated {}"),
    "cet2": Shape("Updated {}", "Published {}"),
    "modified12": Shape("Last modified: {}", pattern="MMMM d, y 'at' h:mm a", locale="en_US"),
    "modified24": Shape("Last modified: {}", pattern="d MMM y HH:mm"),
    "iso": Shape("Updated: {}", pattern="y-MM-dd HH:mm"),
    "published": Shape(None, "Published: {}", pattern="d MMMM y 'at' HH:mm"),
    "scripted": Shape("Updated {}"),
    "de": Shape("Zuletzt aktualisiert: {}", pattern="EEEE, d. MMMM y, HH:mm 'Uhr'", locale="de"),
    "ar": Shape("آخر تحديث: {}", pattern="EEEE d MMMM y - HH:mm", locale="ar_AE"),
    "ja": Shape("更新：{}", pattern="y年M月d日 HH:mm", locale="ja"),
    "none": Shape(),
}

NUMERIC = {"drupal", "numeric", "both"}
"""Shapes that show day and month as bare numbers."""


def wording(label: str | None, moment: datetime | None, shape: Shape) -> str | None:
    """The stamp as shown, with its label; None where the shape shows none."""
    if label is None or moment is None:
        return None
    pattern = shape.pattern.replace("zzz", f"'{moment.tzname()}'")
    if " a" in pattern and shape.locale == "en_US":
        # American house style writes "p.m.", CLDR "PM".
        pattern = pattern.replace(" a", " 'p.m.'" if moment.hour >= 12 else " 'a.m.'")
    return label.format(format_datetime(moment.replace(tzinfo=None), pattern, locale=shape.locale))
