"""Finds the times of a page's story: the stamps readers see and the times the page states for machines.

What is not this story's stamp must not be taken: today's date in the header, dates of other stories,
comments and events, copyright years. A text is taken for a stamp by its words (a label, a whole date and
nothing else), its element (<time>, a class that says date) and its place (with the headline, or at the end
of the body).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from newscrawl.extract import names as N
from newscrawl.extract.blocks import HEADINGS, Block, Layout
from newscrawl.extract.byline import BY
from newscrawl.extract.machine_times import EPOCH, ISO, NEVER, element_time, machine_times, of_event
from newscrawl.extract.place import StoryPlace, container
from newscrawl.extract.selected import selected, texts
from newscrawl.items import MachineTime, RawStamp
from newscrawl.page import Page
from newscrawl.site import Site
from newscrawl.stamps import Reading, read_stamps
from newscrawl.stamps.lexicon import (
    COLON_LABELS,
    OTHER_LABELS,
    fold,
    labelled,
    tells_day,
    tells_without_number,
)

# Containers whose dates are of something else, where the headline does not stand in them too.
_ELSEWHERE = (
    N.COMMENT | N.RELATED | N.AD | N.CONSENT | N.POPULAR | N.LATEST | N.NEWSLETTER | N.NAV | N.FOOTER
    | N.ASIDE | N.FORM | N.CAPTION | N.CREDIT | N.HIDDEN | N.LEGAL | N.QUOTE | N.LIVE
)  # fmt: skip
# A story's header names its comment count and its share buttons, and hides things on small screens.
_HEADER_HARMLESS = N.COMMENT | N.HIDDEN | N.FOOTER | N.NAV | N.FORM | N.CAPTION | N.LEGAL
_DIGIT = re.compile(r"\d")
_ASCII_DIGIT = re.compile("[0-9]")
# Figures that can be a date or a time of day without a word beside them.
_FIGURES = re.compile(
    r"\d(?:\s?[:hH：]\s?[0-5]\d|\.[0-5]\d(?!\d)|\s?([./-])\s?\d\d?\s?\1\s?\d|/\d|[年月日時时点點분시월일号號년]"
    r"|\s?[AaPp]\.?\s?[Mm]\b|\s?[hH]\b|[. ]{1,2}[IVX]{1,4}[. ])"
)
# Words that run into each other where only styles set them apart: "Jane RoeSep 5, 20162 Shares",
# "5.9.20165.9.2016".
_GLUED = re.compile(
    r"[^\W\d_A-ZÀ-Þ][A-ZÀ-Þ]|[AP]M[A-Z]|[A-Z]{2}[A-Z][a-z]{3}|\d[A-Z][a-z]|[a-z]\d\d?[.:/]\d|(?<!\d)(?:19|20)\d{3}|[^\W\d_]\d\d?(?:19|20)\d\d"
    r"|(?<!\d)[0-3]?\d(?:19|20)\d\d(?!\d)"
)
# What a story that opens with its date has before and after it: "5.9.2016 - The harbour ...", "Lisbon,
# (5.9.2016). The harbour ...", "LISBON, Sept. 5, 2016 /Wire/ -- The harbour ...".
_BEFORE_OPENING = re.compile(
    r"(?:[A-ZÀ-Þ][^\W\d_]+(?:,? [A-ZÀ-Þ][^\W\d_]+\.?){0,3}(?:, ?\(?| ?\()|"
    r"[A-ZÀ-Þ]{3,}(?: [A-ZÀ-Þ]{2,})* \(?|\(?|"
    r"(?:(?:Presse|Medien)(?:mitteilung|information|meldung)|Communiqué(?: de presse)?|Persbericht|"
    r"Comunicato(?: stampa)?|Nota de prensa|Comunicado(?: de prensa)?|(?:Press|News|Media) [Rr]elease|"
    r"Pressmeddelande|Pressemelding|Pressemeddelelse|Komunikat prasowy|Tisková zpráva)"
    r"[,:]?(?: N[ro]?\.? ?[\d/-]+,?)?(?: (?:vom|du|del|of|van|från|fra|z dnia|ze dne|dated))?,? )$"
)
_OPENING = re.compile(r"\d\d\)?\s?(?:/[^/\n]{3,30}/|\([^()\n]{2,40}\))?\s?(?:--|[-–—:.|])\s")
_AFTER_OPENING = re.compile(r"\)?\s?(?:/[^/\n]{3,30}/|\([^()\n]{2,40}\))?\s?(?:--|[-–—:.|])\s")
_AROUND = " :|-–—·•,;(["
"""What stands around a stamp and is none of it."""
_SURE, _POSSIBLE = 3.0, 1.9
# A reader's: "Comment by Ann on 5 September 2016"; an event's: "When: 5 September 2016, 19:30".
_OF_OTHERS = re.compile(
    r"(?:\d+ )?(?:comments?|commented|reply|replied|response)\b.{0,12}\b(?:by|from)\b.{1,60}\b(?:on|at)\b|"
    r"(?:commentaire|réponse) de\b.{1,60}\ble\b|(?:comentario|respuesta) (?:de|por)\b.{1,60}\bel\b|"
    r"(?:comentário|resposta) (?:de|por)\b.{1,60}\bem\b|(?:reactie|antwoord) (?:van|door)\b.{1,60}\bop\b|"
    r"(?:when|wann|quand|cuándo|cuando|quando|wanneer|när|når|kiedy|kdy|mikor|когда|коли|πότε) ?:",
    re.I,
)
# A date of whatever this means is not the story's: "Hearing: 5.9.2016".
_UNKNOWN_LABEL = re.compile(r"[^\W\d_]{2,}\)?\s?[:：]\s*$")
_BY = re.compile(rf"(?:{BY.pattern}|(?i:author|autor|verfasser)\b)")
# "5.9.2016 - By Ann Roe"
_THEN_BY = re.compile(rf"[\s|•·,;–—-]+{_BY.pattern}")
# An author's name before a date: "Ann Roe | 5.9.2016".
_NAMED = re.compile(r"[A-ZÀ-Þ][\w.'’-]+(?: [\w.'’-]+){0,3}\s*[|•·]\s*$")
# "and last updated", behind the time of publication: it begins no stamp.
_AND = re.compile(r"^\W*(?:and|und|et|y|e|ed|en|og|och|ja|oraz|и|ve|dan)\s+", re.I)
_LONGEST_LINE = 220
_PROSE = 130
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[.!?]\s+[A-ZÄÖÜ]")
# "This entry was posted on ... and is filed under ...": blog software says so below the story.
_OF_ITSELF = re.compile(
    r"\s*(?:this|dieser|dieses|cet|cette|este|esta|questo|dit|deze)\s+"
    r"(?:entry|post|article|story|page|beitrag|artikel|eintrag|billet|entrada|artículo|artigo|articolo|bericht|item)\b",
    re.I,
)
# "... wurde am 5.9.2016 um 17:15 Uhr von Ann Roe geschrieben": its label follows the date.
_WAS = re.compile(
    r"[^.!?]{1,60}\b(?:was|wurde|a été|fue|ha sido|foi|è stat[oa]|werd)(?:\s+(?:on|am|le|el|em|il|op))?\s*$"
)


def find_stamps(
    layout: Layout, page: Page, headline: Block | None = None, site: Site | None = None
) -> tuple[list[RawStamp], list[MachineTime]]:
    """Visible stamps of the story, the likeliest first, and what the page states for machines, best first.

    :param headline: the block that shows the headline, where it is known already.
    :param site: its selectors `published` and `last_update` say where the stamps are, in place of the search.
    """
    stamps, times = _find(layout, page, headline)
    for name, role in (("published", "published"), ("last_update", "updated")):
        if site is not None and site.selectors.get(name):
            stamps = [stamp for stamp in stamps if stamp.role not in (role, "unknown", "stand")]
            elements = selected(page, site, name)[:1]
            stamps[:0] = [RawStamp(text, role, element_time(elements[0])) for text in texts(elements)]
    return stamps, times


def _find(layout: Layout, page: Page, headline: Block | None) -> tuple[list[RawStamp], list[MachineTime]]:
    if not layout.blocks:
        return [], machine_times(page)
    place = StoryPlace(layout, page, headline)
    times = machine_times(page, layout, place)
    found = _Search(layout, page, place, times).run()
    sure = [stamp for score, _, stamp in found[:8] if -score >= _SURE]
    dated = any(stamp.role != "updated" for stamp in sure) or any(
        time.role == "published" and time.source != "url" for time in times
    )
    if not dated:
        # An old or plain page: its likeliest date, where nothing else dates it.
        sure += [stamp for score, _, stamp in found if -score < _SURE and stamp.role != "updated"][:1]
    return sure, times


class _Search:
    """Looks through the blocks around a story for its stamps."""

    def __init__(self, layout: Layout, page: Page, place: StoryPlace, times: list[MachineTime]) -> None:
        self.blocks = layout.blocks
        self.place = place
        self.language = _language(page)
        self.stated = {time.value[:10] for time in times if time.source not in ("url", "header")}
        """Days that the page states for machines."""

    def run(self) -> list[tuple[float, int, RawStamp]]:
        """(-score, order, stamp), the likeliest first."""
        found: list[tuple[float, int, RawStamp]] = []
        shown_already: set[str] = set()
        place = self.place
        first, last = place.head - 6, place.first + 1
        digit, ascii_digit = _DIGIT.search, _ASCII_DIGIT.search
        for block in self.blocks[place.low : place.high]:
            index, text, length = block.index, block.text, block.length
            near = first <= index <= last
            # Most blocks end here, so this is all that is asked of them.
            has_digit = ascii_digit if text.isascii() else digit  # in half the time, where it can
            if has_digit(text, 0, 220 if length <= 220 else 900 if "\n" in text else 150) is None:
                if length > 45 or not near or not tells_without_number(text):
                    continue
            else:
                if not near and block.inherited & NEVER and self._flags(block, near) & NEVER:
                    continue
                if not (text := self._worth(block, near)):
                    continue
            flags = self._flags(block, near)
            if flags & NEVER or (block.times and of_event(block.times[0])):
                continue
            for line in text.split("\n") if "\n" in text else (text,):
                if not 4 <= len(line) <= _LONGEST_LINE or (len(line) > 45 and digit(line) is None):
                    continue
                readings = read_stamps(line, self.language)
                if not readings:
                    continue
                if len(readings) == 1 and len(line) < 60:
                    line, readings = self._joined(index, line, readings)
                    if not readings[0].role and self._of_unknown(index):
                        continue
                for number, reading in enumerate(readings):
                    score = _score(place, block, flags, line, reading, readings)
                    if score < _POSSIBLE:
                        if not self._under(block, flags, line, reading):
                            continue
                        score = _POSSIBLE
                    shown = line[reading.start : reading.end].strip(_AROUND)
                    if shown.count("(") > shown.count(")"):
                        shown += ")"
                    if shown in shown_already:
                        continue
                    shown_already.add(shown)
                    role, machine = _element(block, reading, line)
                    if _of_matter(place, block, line, reading):
                        role = "unknown"
                    if reading.ago and machine is None:
                        reading = self._of_tooltip(block, reading)
                    stamp = RawStamp(shown, role, machine, True, index, reading)
                    found.append((-score, index * 10 + number, stamp))
        found.sort(key=lambda entry: entry[:2])
        return found

    def _of_tooltip(self, block: Block, reading: Reading) -> Reading:
        """What the title of the element that shows "3 hours ago" says in full, else the reading itself."""
        for element in islice(block.el.iter(), 20):
            title = element.get("title") if isinstance(element.tag, str) else None
            if title and 8 <= len(title) <= 60 and _DIGIT.search(title):
                stated = read_stamps(title, self.language)
                if len(stated) != 1 or not _whole(stated[0]) or stated[0].hour is None:
                    continue
                if stated[0].role in ("", reading.role):
                    return replace(stated[0], start=reading.start, end=reading.end, role=reading.role)
        return reading

    def _worth(self, block: Block, near: bool) -> str:
        """The part of a block with a digit that may hold a stamp; "" where none can."""
        text, place, index = block.text, self.place, block.index
        if block.length > _LONGEST_LINE and ("\n" not in text or block.length > 900):
            # A stamp may open a paragraph: "[Updated 5 May 2016] ...", "5.9.2016 - The harbour ..."
            if _OF_ITSELF.match(text):
                return text[:200]
            text = text[:110]
            opens = (near and _OPENING.search(text)) or (
                place.first <= index <= place.last and labelled(text[:30])
            )
            return text if opens and (_FIGURES.search(text) or tells_day(text)) else ""
        if index > place.last and _OF_ITSELF.match(text):
            return text
        prose = block.length > _PROSE and "\n" not in text and not (block.times or block.flags & N.DATE)
        if prose and not labelled(text[:24]):
            # Words around a date: the block must begin with what makes it a stamp.
            return text[:110] if near and _OPENING.search(text, 0, 110) else ""
        below = place.last < index <= place.last + 4
        if (near or below) and block.length < 120 and _GLUED.search(text):
            text = _unglued(block)
        figures = _FIGURES.search(text) is not None
        if near:
            if block.length < 12 and block.inherited & N.DATE and (leaf := self._leaf(block)) is not None:
                return leaf
            return text if figures or tells_day(text) or labelled(text) else ""
        if block.times or block.flags & N.DATE or index == place.last:
            return text
        if labelled(text, day=not figures):
            return text
        if below and block.length < 100 and (_BY.match(text) or self.place.own_footer(block)):
            return text
        # Its label may be a block of its own.
        before = self.blocks[index - 1].text if index and block.length < 40 else ""
        return text if before and len(before) < 40 and labelled(before) else ""

    def _leaf(self, block: Block) -> str | None:
        """The date of a calendar's leaf, its day and month blocks of their own, for the first of them."""
        leaf = container(block, N.DATE)
        if leaf is None or not 1 < leaf.last - leaf.first < 4:
            return None
        texts = [other.text for other in self.blocks[leaf.first : leaf.last]]
        if any(len(text) > 12 or any(map(_whole, read_stamps(text, self.language))) for text in texts):
            return None
        text = " ".join(texts)
        if not any(map(_whole, read_stamps(text, self.language))):
            return None
        return text if block.index == leaf.first else ""

    def _flags(self, block: Block, near: bool) -> int:
        """What the block's containers say of whose it is, without what says nothing where it stands."""
        flags = block.inherited
        if not flags & _ELSEWHERE:
            return flags
        place, index = self.place, block.index
        if index > place.last and _OF_ITSELF.match(block.text):
            return place.boxes(block) & ~N.FOOTER  # whatever it links to
        if block.length > _LONGEST_LINE and block.kind == "body":
            flags = place.boxes(block)  # what links in a paragraph are named says nothing
            # The "teaser" at its head is the story's own.
            return flags & ~N.RELATED if near and flags & N.SUMMARY else flags
        flags = place.flags(block)
        if place.head <= index <= place.first or (
            place.above(block) if block.flags & N.DATE else place.by_byline(block)
        ):
            flags &= ~_HEADER_HARMLESS | (N.COMMENT if place.in_comments(block) else 0)
            if index > place.head:
                for flag in (N.ASIDE, N.RELATED):
                    if flags & flag and place.of_header(block, flag):
                        flags &= ~flag
            if flags & N.DATE and index < place.head + 9:
                flags &= ~N.LATEST  # "latest" is a word of update stamps
            if block.flags & N.DATE and index < place.head + 5 and not place.in_teaser(block):
                flags &= ~(N.RELATED | N.POPULAR)
        if near and flags & _ELSEWHERE and self._is_stated(block):
            flags &= ~_ELSEWHERE
        elif flags & NEVER == N.RELATED == block.flags & N.RELATED and index <= place.last + 4:
            # Named a teaser's stamp for its looks; those of teasers stand in teasers.
            if not place.around(block) & NEVER and labelled(block.text[:40]):
                flags &= ~N.RELATED
        elif flags & N.FOOTER and place.last < index <= place.last + 4 and block.inherited & N.ARTICLE:
            flags &= ~N.FOOTER  # the story's own
        return flags

    def _under(self, block: Block, flags: int, line: str, reading: Reading) -> bool:
        """Whether a line under the story tells its author and date: "By Ann Roe | 5 September 2016"."""
        index, blocks, place = block.index, self.blocks, self.place
        if not 0 < index - place.last <= 4 or reading.role or reading.span or flags & _ELSEWHERE:
            return False
        if len(line) >= 100 or not _whole(reading) or _OF_OTHERS.match(line):
            return False
        if any(other.tag in HEADINGS for other in blocks[max(place.head + 1, index - 4) : index]):
            return False  # what has begun with a heading has an author and a date, too
        if _NAMED.match(line, 0, reading.start) is not None and place.own_footer(block):
            return True
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if after is not None and (
            after.link_density >= 0.8 or (after.tag == "p" and after.link_density < 0.5)
        ):
            return False  # the line of another story, or of a comment: its text follows
        return _BY.match(line) is not None and blocks[index - 1].link_density < 0.8

    def _is_stated(self, block: Block) -> bool:
        """Whether the block's element names a day that the page states for machines elsewhere."""
        return any((element.get("datetime") or "")[:10] in self.stated for element in block.times)

    def _of_unknown(self, index: int) -> bool:
        """Whether a cell or the like before a block says that its date is of something else: "Hearing"."""
        before, cell = self.blocks[index - 1] if index else None, self.blocks[index].node
        if before is None or before.tag not in ("dt", "th", "td") or before.length > 40:
            return False
        if cell.tag not in ("dd", "td") and (cell.parent is None or cell.parent.tag not in ("dd", "td")):
            return False
        text = before.text.strip()
        if before.tag == "td" and text[-1:] not in (":", "："):
            return False
        label = fold(text.rstrip(":： "))
        return label not in COLON_LABELS and not _DIGIT.search(label) and not labelled(text)

    def _joined(
        self, index: int, line: str, readings: tuple[Reading, ...]
    ) -> tuple[str, tuple[Reading, ...]]:
        """The line with its label or time of day where markup sets them in blocks of their own."""
        blocks, language = self.blocks, self.language
        reading = readings[0]
        if not reading.role and reading.start < 3 and index:
            before = _AND.sub("", blocks[index - 1].text, count=1)
            if (
                len(before) < 40
                and "\n" not in before
                and not _FIGURES.search(before)
                and (labelled(before) or labelled(before, OTHER_LABELS))
            ):
                both = read_stamps(f"{before} {line}", language)
                if len(both) == 1 and both[0].role and both[0].start < 3:
                    line, readings, reading = f"{before} {line}", both, both[0]
        if reading.hour is None and reading.dates and reading.end > len(line) - 3 and index + 1 < len(blocks):
            after = blocks[index + 1].text
            if len(after) < 24 and "\n" not in after and _DIGIT.search(after):
                alone = read_stamps(after, language)
                if (
                    len(alone) == 1
                    and alone[0].hour is not None
                    and not alone[0].dates
                    and not alone[0].role
                    and alone[0].start < 4
                ):
                    both = read_stamps(f"{line} {after}", language)
                    if len(both) == 1 and both[0].hour is not None:
                        return f"{line} {after}", both
        return line, readings


def _whole(reading: Reading) -> bool:
    """Whether a reading is of a day with its year."""
    return len(reading.dates) > 0 and reading.dates[0][1][0] is not None


def _unglued(block: Block) -> str:
    """Text of a block with a space between the pieces that markup holds apart."""
    text = block.text
    pieces = (" ".join(piece.split()) for piece in islice(_pieces(block.el), 60))
    apart = " ".join(piece for piece in pieces if piece and piece in text)
    return apart if apart.replace(" ", "") == text.replace(" ", "") else text


def _pieces(element: Any) -> Iterator[str]:
    for text in element.itertext():
        yield str(text)


def _score(
    place: StoryPlace, block: Block, flags: int, line: str, reading: Reading, readings: tuple[Reading, ...]
) -> float:
    """How surely a reading is a stamp of the story; 3 is enough."""
    if reading.role == "other" or reading.span or "©" in line[: reading.start]:
        return 0.0
    if reading.start and (
        _OF_OTHERS.match(line) or (not reading.role and _UNKNOWN_LABEL.search(line, 0, reading.start))
    ):
        return 0.0
    index = block.index
    if block.length > _LONGEST_LINE and (not reading.role or index < place.first) and "\n" not in block.text:
        return _POSSIBLE if _opens(block, line, reading) and not flags & _ELSEWHERE else 0.0
    dated = bool(reading.dates)
    whole = _whole(reading)
    rest = _letters(line[: reading.start]) + _letters(line[reading.end :])
    if len(readings) > 1:
        for other in readings:
            if other is not reading:
                rest -= _letters(line[other.start : other.end])
    if rest > 25 and whole and (block.times or flags & N.DATE) and _element_of(block, reading, line):
        rest = 1
    named = reading.role != "" and not _of_matter(place, block, line, reading)
    if not named and whole and _OF_ITSELF.match(line):
        named = _WAS.match(line, 0, reading.start) is not None and labelled(line[reading.end :][:60])
    score = 0.0
    if named:
        score += 2.5
    if whole:
        score += 1.5
    elif dated:
        score += 0.8
    if reading.hour is not None:
        score += 0.7
    if reading.ago or reading.day_word is not None:
        score += 0.8
    if block.times:
        score += 1.5
    if flags & N.DATE:
        score += 1.0
    byline = whole and (
        _BY.match(line) is not None or (reading.start < 3 and _THEN_BY.match(line, reading.end) is not None)
    )
    if flags & N.BYLINE or byline:
        score += 0.5
    if rest == 0:
        score += 0.7
    elif named and _OF_ITSELF.match(line):
        score += 1.5
    elif rest > 60:
        score -= 2.5 if not named or reading.start > 2 else 1.0
    elif rest > 25 and not byline:
        score -= 1.0 if not named else 0.4
    if rest > 25 and flags & N.SUMMARY and not named and not byline:
        score -= 1.5  # told by the standfirst
    # The dot of "26. Dezember 2019 von Ann Roe" ends no sentence.
    after = reading.end if reading.start < 3 else 0
    if rest > 30 and _SENTENCE.search(line, after) and not _OF_ITSELF.match(line):
        score -= 1.0
    if flags & _ELSEWHERE:
        score -= 3.0 if not named else 1.5
        if flags & N.FOOTER and index > place.last + 8:
            score -= 1.5
        elif flags & N.FOOTER and not flags & _ELSEWHERE & ~N.FOOTER:
            score += 1.5
    if block.tag in HEADINGS and not (
        whole and (reading.hour is not None or (index <= place.first and rest < 12))
    ):
        score -= 1.0
    # Place.
    if index < place.head:
        if place.above(block):
            score += 1.0
        else:
            score -= 3.0
    elif index <= place.first:
        score += 1.7 - 0.04 * (index - place.head)
    elif index <= place.last:
        own_line = rest == 0 and flags & N.DATE and index <= place.first + 3
        if block.kind == "body" and not named and not own_line:
            score -= 2.0
        score -= 0.0 if named else 1.0
    else:
        distance = index - place.last
        # A rail's card tells when its own story was updated, too.
        if (not named or flags & _ELSEWHERE) and _of_card(place, index):
            score -= 2.5
        score += (
            (0.3 if distance <= 8 else -0.7)
            if named
            else (-0.8 if distance <= 3 else -2.0 if distance <= 8 else -3.0)
        )
    if block.link_density > 0.8 and not named:
        ahead = place.above(block) if index < place.head else index <= place.first
        # A link's words with a date behind them are another story's headline.
        score -= 0.5 if ahead and (rest < 12 or reading.start < 3) else 2.5
    if not whole and not named and not block.times and not reading.ago and reading.hour is None:
        score -= 1.0
    if score < _POSSIBLE and whole and not named and not flags & _ELSEWHERE:
        if place.head < index <= place.first and _opens(block, line, reading):
            return _POSSIBLE
        if index == place.last and rest == 0 and "\n" in block.text.rstrip():
            return _POSSIBLE  # a letter's date, under its signature
    return score


def _of_card(place: StoryPlace, index: int) -> bool:
    """Whether a date below the story stands beside the link of another one."""
    blocks = place.layout.blocks
    around = (blocks[near] for near in (index - 1, index + 1) if place.last < near < len(blocks))
    return any(block.link_density > 0.8 and block.length > 24 and not place.titled(block) for block in around)


def _of_matter(place: StoryPlace, block: Block, line: str, reading: Reading) -> bool:
    """Whether a label says no more than "date", within a story: that of a match or a photograph."""
    if not place.first < block.index <= place.last:
        return False
    label, colon, _ = line[reading.start : reading.end].partition(":")
    return bool(colon) and fold(label) in COLON_LABELS


def _letters(text: str) -> int:
    """How many letters stand in a text, without those that stand alone."""
    return sum(map(len, _WORDS.findall(text)))


def _element_of(block: Block, reading: Reading, line: str) -> bool:
    """Whether an element of its own, a <time> or one that is named a date's, shows the stamp.

    What else stands in the block, such as categories and tags, then says nothing against it.
    """
    shown = line[reading.start : reading.end].strip(_AROUND)
    return any(
        " ".join("".join(element.itertext()).split()).strip(_AROUND) == shown
        for element in islice(block.el.iter(), 60)
        if element.tag == "time"
        or (isinstance(element.tag, str) and N.name_flags(element.get("class") or "") & N.DATE)
    )


def _opens(block: Block, line: str, reading: Reading) -> bool:
    """Whether a story's text opens with its date, as datelines do."""
    return (
        reading.start <= 40
        and _whole(reading)
        # "11 September 2001. That day ..." tells of a day; figures, a place or a class name do not.
        and (reading.shape != "" or reading.start > 0 or reading.role != "" or block.flags & N.DATE != 0)
        and _BEFORE_OPENING.match(line[: reading.start]) is not None
        and _AFTER_OPENING.match(line, reading.end) is not None
    )


def _element(block: Block, reading: Reading, line: str) -> tuple[str, str | None]:
    """Role, and what the very element that shows the stamp states for machines."""
    role = {"stand": "stand", "": "unknown"}.get(reading.role, reading.role)
    shown = line[reading.start : reading.end]
    for element in block.times:
        text = " ".join("".join(element.itertext()).split())
        if text and (text in shown or shown in text):
            return role, element_time(element)
    if len(block.times) == 1 and not block.times[0].text:
        return role, element_time(block.times[0])
    node: Any = block.el
    for _ in range(2):
        if node is None:
            break
        for name, value in node.attrib.items():
            if name.startswith("data-") and (EPOCH.match(value) or ISO.match(value)) and len(value) < 40:
                return role, value
        node = node.getparent()
    return role, None


def _language(page: Page) -> str:
    return (page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[
        :2
    ].lower()
