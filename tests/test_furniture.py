"""Short lines that a page puts around a story's paragraphs, and lines of stories that look like them."""

from __future__ import annotations

import pytest

from newscrawl import parse_story
from newscrawl.extract.furniture import furniture, is_date, is_loose_end, is_stamp


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Estimated reading time: 6 minutes", "other"),
        ("Lesezeit: 4 Min.", "other"),
        ("Temps de lecture : 3 min", "other"),
        ("阅读时间：3分钟", "other"),
        ("Seite 1 von 2", "other"),
        ("Page 2 of 5", "other"),
        ("Show more", "other"),
        ("Mehr anzeigen ›", "other"),
        ("Slide 1 of 12", "other"),
        ("Expand the harbour, he said.", ""),
        ("desk@harbour.example", "byline"),
        ("Write to desk@harbour.example", ""),
        ("Loading...", "other"),
        ("Bitte warten …", "other"),
        ("Figure 3: The pier at low tide.", "caption"),
        ("Abb. 2: Der Pegel im Jahr des Frosts", "caption"),
        ("Header image: the ferry in the snow", "caption"),
        ("Titelbild: Ida Kent", "caption"),
        ("▶️ Mantente informado en nuestro canal de Google Noticias", "newsletter"),
        ("Folgen Sie dem Hafenblatt auf WhatsApp", "newsletter"),
        ("The loading of the ferry took all night", ""),
        ("Page 2 of the log is torn", ""),
        ("See also the harbour, said the captain, and mind the step.", ""),
        ("Lesen lernen", ""),
        ("Figures for 2016: nine boats, four of them new", ""),
        ("Photo: nobody was on it, said the board.", ""),
        ("Abbildungen: keine", ""),
        ("The board uses WhatsApp, the captain Telegram, and nobody follows either.", ""),
    ],
)
def test_lines_of_the_page(line: str, kind: str) -> None:
    assert furniture(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "10.11.2021", "19.10.2019 07:49 Uhr", "January 22, 2014", "5 September 2016",
        "Mo, 05.09.2016 - 17:15", "2016-09-05", "12 de mayo de 2021", "2016年9月5日",
        "5. September 2016, 17:15 Uhr", "Sept. 5, 2016",
    ],
)  # fmt: skip
def test_dates_alone(line: str) -> None:
    assert is_date(line)


@pytest.mark.parametrize(
    "line",
    ["In 2016", "On 5 September 2016 the ferry sank.", "1914", "12.5.3", "Boat 5 of 2016", "9 boats in 2016"],
)
def test_lines_with_a_date(line: str) -> None:
    assert not is_date(line)


@pytest.mark.parametrize(
    ("line", "loose"),
    [
        ("More about the harbour, its boats and its board can be read here:", True),
        ("Weitere Bilder :", True),
        ("www.harbour.example", True),
        ("https://harbour.example/boats?year=2016", True),
        ("17302", True),
        ("5 September 2016", True),
        ("(ab/cde)", True),
        ("JLMR", True),
        ("Enditem", True),
        ("Goats!", False),
        ("Amen", False),
        ("And that was the end of it :)", False),
        ("Nobody was on board (:", False),
        ("The ferry sails at nine.", False),
        ("etc.", False),
        ("The address is www.harbour.example", False),
    ],
)
def test_loose_ends(line: str, loose: bool) -> None:
    assert is_loose_end(line) is loose


def test_a_date_is_no_line_of_the_body_before_it_and_after_it() -> None:
    text = "The ferry crossed the bay once more, and all on board had dry feet. It was not the last time."
    days = "".join(f"<p>{day} September 2016</p><p>Day {day}. {text}</p>" for day in range(1, 6))
    html = f"<article><h1>The ferry's last week</h1>{days}<p>7 September 2016</p></article>"
    lines = (parse_story(html.encode(), "https://news.example/ferry").body or "").split("\n\n")
    assert lines[0] == f"Day 1. {text}"
    assert lines[-1] == f"Day 5. {text}"
    assert "3 September 2016" in lines


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("13 mar 2024 - 17h15 (Atualizada em 14 mar 2024 - 06h00)", True),
        ("Ultimo aggiornamento: 14-03-2024 06:00", True),
        ("Updated rules of 5 May 2016 came too late.", False),
        ("Published in 2016, the book was read by many", False),
    ],
)
def test_a_stamp_with_its_label(line: str, stamp: bool) -> None:
    assert is_stamp(line) is stamp
