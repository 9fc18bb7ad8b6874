"""Wire matter: authors, agencies, dateline, sign-off, editor's note, wire tags and status of a story."""

from __future__ import annotations

import html
import re
from collections.abc import Set

from newscrawl.anycase import AnyCase
from newscrawl.items import Story
from newscrawl.normalise.agencies import agencies_in, credited, without_agencies
from newscrawl.normalise.dateline import Dateline, read_dateline
from newscrawl.normalise.language import normalise_language
from newscrawl.normalise.people import desk_in, fold_name, merge, names_in
from newscrawl.normalise.text import clean_paragraph

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d*);", re.I)

# Tags that wire services put before a headline or into its slug; the longer first. Those of correction and
# withdrawal as in the services' own style books: CORRECTED, REFILE (sent again with a fix of form),
# WRITETHRU
# (rewritten through), KILL and WITHDRAWN (take it down), ADVISORY (to editors), EMBARGOED.
_TAGS = (
    r"UPDATE\s*\d+|UPDATED?|WRITE-?THRU(?:\s*\d+)?|\d(?:ST|ND|RD|TH)\s+(?:LEAD|LD|UPDATE|WRITETHRU)|"
    r"LEAD\s*\d*|LD-WRITETHRU|"
    r"CORRECTED|CORRECTION|CORRECTS|REFILE|RECAST|RPT|REPEAT|REPEATS|SUBS|ADVISORY|ADVISER|KILL|KILLED|"
    r"MANDATORY KILL|WITHDRAWN|WITHDRAWAL|"
    r"RETRACTED|RETRACTION|EMBARGOED|EMBARGO|BREAKING(?: NEWS)?|EXCLUSIVE|URGENT|FLASH|BULLETIN|SNAP|ALERT|"
    r"NEWSALERT|"
    r"WRAPUP(?:\s*\d+)?|TAKE-?A-?LOOK|FACTBOX|TIMELINE|EXPLAINER|ANALYSIS|INSIGHT|FEATURE|INTERVIEW|"
    r"PREVIEW|SCHEDULE|"
    r"EIL|EILMELDUNG|ROUNDUP(?:\s*\d+)?|ROUNDUP/AKTUALISIERUNG|KORREKTUR|BERICHTIGUNG|WDH|ÜBERBLICK|"
    r"AKTUALISIERT|EXKLUSIV|"
    r"URGENTE|ACTUALIZACIÓN|AMPLIACIÓN|CORRECCIÓN|EXCLUSIVA|RECTIFICATIF|ACTUALISATION|EXCLUSIF|ULTIM'?ORA|"
    r"СРОЧНО|МОЛНИЯ|ОБНОВЛЕНО"
)
_TAG = re.compile(rf"^\W*(?P<tag>{_TAGS})(?:\s*[-–—:|]+\s*|\s*[)\]/]\s*)(?=\S)")
_TAG_END = re.compile(rf"\s*[-–—|:(\[]\s*(?P<tag>{_TAGS})\W*$")
_TAG_SIGNS = frozenset("-–—|:([")
# Only what is no word of a headline: "kill" and "withdrawn" in a slug are the news itself.
_SLUG_TAG = AnyCase(
    r"/(update-?\d+|writethru|refile|corrected)(?=[-_])[^/]*/?$|[-_](update-\d+|writethru|"
    r"refile)(?:\.\w+)?/?$"
)
_CANCELED = frozenset(
    ("KILL", "KILLED", "MANDATORY KILL", "WITHDRAWN", "WITHDRAWAL", "RETRACTED", "RETRACTION")
)
_WITHHELD = frozenset(("EMBARGOED", "EMBARGO"))
_CANCEL_TEXT = re.compile(
    r"^\W*(?:(?:this|the) (?:story|article|report)(?: above| below)? (?:has been|is|was) (?:withdrawn|"
    r"retracted|killed)|"
    r"(?:mandatory )?kill\b|(?:please )?(?:disregard|do not use) the (?:story|article|report)|"
    r"(?:diese|die) meldung (?:wurde|wird) zurückgezogen|withdrawn\b|retraction\b)",
    re.I,
)
_EMBARGO_TEXT = re.compile(r"^\W*(?:strictly )?(?:embargo(?:ed)?(?: until|:| for)|sperrfrist\b)", re.I)

_SIGN_OFF = AnyCase(
    r"^\((?:reported|written|edited|compiled|translated) by\b.{3,120}\)$|"
    r"^\W*this report by the canadian press was first published\b.{3,60}$|"
    r"^bur-[a-z]{2,4}(?:/[a-z]{2,5}){1,4}$|^[a-z]{2,4}(?:-[a-z]{2,4})?/[a-z]{2,5}(?:/[a-z]{2,5}){0,3}$|"
    r"^\W*(?:(?:additional |further |with )?(?:reporting|writing|editing|compiled|graphics|"
    r"production) (?:and \w+ )?(?:additional reporting )?by\b|"
    r"(?:reported|written|edited|compiled|translated) by\b.{3,120};.{3,120}$|"
    r"(?:reporte|reportaje|información|editado|escrito|redacción|traducido|con información|"
    r"con reporte) (?:adicional )?(?:en español )?(?:de|por)\b|"
    r"(?:reportagem|edição|texto|por|com reportagem)(?: adicional)? (?:de|por)\b.{3,160}(?:edição|"
    r"reportagem)|"
    r"(?:rédigé|reportage|écrit|édité|version française|avec la contribution)(?: de|"
    r" par)?\b.{3,160}(?:édité|par)\b|"
    r"(?:bericht von|geschrieben von|(?:reporter|redakteure?|büro)\w*:).{3,200}(?:redigiert|"
    r"bei rückfragen)|"
    r"(?:tradotto|redazione|in redazione|scritto|a cura)(?: da| di| a)?\b.{3,160}(?:editing|redazione)|"
    r"[(（【]?(?:编辑|編集|編輯|责任编辑|責任編輯|编译|記者|记者|审校)[：:为]?[^。]{2,60}[)）】]?$|"
    r"[(（【]?(?:校对|校對|核稿|責編|责编|图片编辑|参与采写|參與採寫|参与记者|监制|監製)[：:][^。]{2,60}[)）】]?$|"
    r"(?:репортаж|текст|редактор|автор перевода|перевод)\w*[: ]+[^.]{3,120}(?:редакт|перевод))",
)
_CONTRIBUTED = re.compile(
    r"^\W*(?:[^.]{3,60} reported from [^.]{3,80}\.\s*)?[^.]{3,260}\bcontributed(?:\s+(?:to (?:this|"
    r"the) (?:report|story|article)|reporting|additional reporting)\b.{0,60}|\.?$)|"
    r"^[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)* reported from [^.]{3,120}\.(?: [^.]{0,200}contributed\b.*)?$",
)
_NOTE = AnyCase(
    r"^\W*(?:(?:editor(?:s|['’`]s|s['’`])?|eds|publisher['’`]s|ed)\.?\s*(?:['’]s\s*)?notes?\b|"
    r"note to (?:editors|readers)|"
    r"\(?corrects?\b(?: (?:day|date|name|spelling|headline|paragraph|in|to|that|the|typo|figure|"
    r"attribution|byline|first|second|\w+ paragraph)|,|:)|"
    r"corrections?(?: and clarifications?)?(?: \([^)]*\))?\s*[:.]|clarification\s*:|"
    r"\(?(?:this|the) (?:story|article|report|post|piece|headline|version)(?: above)? (?:has been|was|"
    r"is) (?:\w+ )?(?:corrected|updated|amended|refiled|refiles|clarified|revised)\b|"
    r"\(?(?:this|the) \w+ \d{1,2} (?:story|article|report) (?:has been|was|is) (?:corrected|refiled|"
    r"updated)|"
    r"\(?(?:except for the headline, )?this (?:story|article|report|copy) has not been (?:\w+ ){0,2}"
    r"(?:edited|modified)|this is an unedited and auto-?generated|"
    r"an earlier version of this|(?:previously|originally), this (?:story|article)|"
    r"anmerkung der redaktion|anm\. d\. red|hinweis der redaktion|redaktioneller hinweis|"
    r"korrektur(?:hinweis)?\s*:|(?:diese|die) (?:meldung|version) wurde|in einer früheren version|"
    r"nota del editor|nota de la? redacción|nota da redação|fe de (?:errores|erratas)|errata\b|(?:esta|"
    r"este) (?:noticia|artículo|nota|reportagem|texto) (?:ha sido|fue|foi) (?:corregid|actualizad|"
    r"atualizad|corrigid)|"
    r"note de la rédaction|ndlr\b|erratum\b|(?:cet|cette) (?:article|dépêche|version) a été (?:corrig|mis|"
    r"modifi)|"
    r"nota della redazione|n\.d\.r\.|rettifica\s*:|"
    r"opmerking van de redactie|rectificatie\s*:|redactie:|rättelse\s*:|rettelse\s*:|oikaisu\s*:|"
    r"sprostowanie\s*:|"
    r"編集部注|訂正[:：]|编者按|更正[:：]|編者按|от редакции|примечание редакции|"
    r"исправлено\s*:|ملاحظة المحرر|تصحيح\s*:)",
)
# Every page's offer to hear of errors is no note on this story.
_NO_NOTE = re.compile(
    r"(?i)please|contact us|let us know|e-?mail us|report (?:an?|the) (?:error|correction)|see our"
)
_END_AGENCY = re.compile(r"[(（\[—–/-]\s*(?P<inner>[^()（）\[\]—–]{2,40}?)\s*[)）\]/]?\s*[.。]?\s*$")
_OF_PICTURE = re.compile(r"photo|foto|picture|bild|image|video", re.I)
# Between two authors of one byline; what names another sort of work there.
_AND = re.compile(r"\s(?:and|und|et|og|och|y|&)\s", re.I)
_OTHER_WORK = re.compile(
    r"\b(?:ph?oto|foto|bild|illustr|video|gra(?:f|ph)i|edit(?!h)|transl|review|contribut)", re.I
)
# How many paragraphs from each end of a body are looked at for what is no body.
_HEAD, _TAIL = 3, 8
# The longest of the points that sum a story up above its text, and how many there are.
_POINT, _MOST_POINTS = 140, 8
# A line that only names agencies is no longer.
_LONGEST_SOURCE = 70


def clean_line(text: str | None) -> str | None:
    """One line of text for a field: entities resolved, white space folded, NFC, invisible marks gone."""
    if not text:
        return None
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    return clean_paragraph(text).replace("\n", " ") or None


def normalise_wire(story: Story) -> None:
    """Fill authors, agencies, dateline, located, sign_off, wire_tags, editor_note, status, language.

    Reads `story.raw`; takes the sign-off and the editor's note out of the body. The dateline stays in the
    body and a wire tag in the headline: both are part of the copy as shown.
    """
    story.headline = clean_line(story.headline)
    story.summary = _summary(story)
    story.section = clean_line(story.section)
    normalise_language(story)
    paragraphs = story.body.split("\n\n") if story.body else []
    kept = _take_out(story, paragraphs)
    dateline = _dateline(story, kept)
    if dateline is not None:
        story.dateline, story.located = dateline.shown, dateline.place
    story.agencies = _agencies(story, kept, dateline)
    story.authors = _authors(story)
    story.wire_tags = wire_tags(story.headline or "", story.url or "")
    if _CANCELED.intersection(story.wire_tags) or (kept and _CANCEL_TEXT.match(kept[0])):
        story.status = "canceled"
    elif _WITHHELD.intersection(story.wire_tags) or any(_EMBARGO_TEXT.match(text) for text in kept[:2]):
        story.status = "withheld"
    if len(kept) != len(paragraphs):
        story.body = "\n\n".join(kept) or None
    for image in story.images:
        image.caption, image.credit = clean_line(image.caption), clean_line(image.credit)


def _summary(story: Story) -> str | None:
    summary = clean_line(story.summary)
    if not summary or not story.headline:
        return summary
    # A description that only repeats the headline says nothing.
    if abs(len(summary) - len(story.headline)) < 12 and fold_name(summary) == fold_name(story.headline):
        return None
    return summary


def wire_tags(headline: str, url: str = "") -> list[str]:
    """Wire tags of a headline (at its start or end) and of an address's slug, in upper case.

    >>> wire_tags("UPDATE 2-CORRECTED-Oil rises as storm nears")
    ['UPDATE 2', 'CORRECTED']
    """
    found: list[str] = []
    rest = headline
    while match := _TAG.match(rest):
        found.append(match.group("tag"))
        rest = rest[match.end() :]
    if not _TAG_SIGNS.isdisjoint(rest) and (match := _TAG_END.search(rest)):
        found.append(match.group("tag"))
    if match := _SLUG_TAG.search(url.split("?", 1)[0]):
        found.append(re.sub(r"^(UPDATE)-?(\d+)$", r"\1 \2", (match.group(1) or match.group(2)).upper()))
    return list(dict.fromkeys(" ".join(tag.upper().split()) for tag in found))


def _take_out(story: Story, paragraphs: list[str]) -> list[str]:
    """The body's paragraphs without sign-off and editor's note, which go to their fields."""
    notes: list[str] = []
    sign_offs: list[str] = []
    kept: list[str] = []
    count = len(paragraphs)
    for index, text in enumerate(paragraphs):
        near_end = index >= count - _TAIL
        if len(text) < 900 and (index < _HEAD or near_end) and _is_note(text):
            notes.append(text)
        elif len(text) < 700 and index and near_end and _is_sign_off(text):
            sign_offs.append(text)
        elif len(text) < _LONGEST_SOURCE and 1 < index >= count - 2 and credited(text):
            story.raw.credits.append(text)  # "(AFP)", "With files from Reuters": no sentence of the story
        else:
            kept.append(text)
    if count and not kept:  # a note is all there is: then it is what the page says
        return paragraphs
    for line in story.raw.credits:
        if len(line) < 700 and line not in sign_offs and _is_sign_off(line):
            sign_offs.append(line)
        elif len(line) < 900 and line not in notes and _is_note(line):
            notes.append(line)
    story.editor_note = clean_line("\n".join(notes))
    story.sign_off = clean_line(" ".join(sign_offs))
    return kept


def _is_sign_off(text: str) -> bool:
    # Every form of the second pattern holds one of its two words.
    return _SIGN_OFF.match(text) is not None or (
        ("contributed" in text or "reported from" in text) and _CONTRIBUTED.match(text) is not None
    )


def _is_note(text: str) -> bool:
    return _NOTE.match(text) is not None and _NO_NOTE.search(text) is None


def _dateline(story: Story, paragraphs: list[str]) -> Dateline | None:
    for text in (*paragraphs[:1], *([story.summary] if story.summary else []), *paragraphs[1:2]):
        found = read_dateline(text, story.language, story.raw.site_names)
        if found is not None:
            return found
    if paragraphs and len(paragraphs[0]) < _POINT:
        # Under points that sum the story up its text begins with what an agency leaves no doubt of.
        first = next((text for text in paragraphs[:_MOST_POINTS] if len(text) >= _POINT), None)
        if first is not None:
            found = read_dateline(first, story.language, story.raw.site_names)
            if found is not None and found.agencies:
                return found
    return None


def _agencies(story: Story, paragraphs: list[str], dateline: Dateline | None) -> list[str]:
    """Agencies credited by byline, source line, dateline, sign-off or the page's own data."""
    raw = story.raw
    found: list[str] = []
    for line in (*raw.bylines, *raw.stated_authors, *raw.stated_sources):
        if len(line) < 80:
            found += agencies_in(line, loose=True)
    for line in raw.credits:
        found += credited(line)
        if line.strip("() ") == "TT" and (story.language or "").startswith("sv"):
            found.append("TT")  # two letters that are initials elsewhere
    if dateline is not None:
        found += dateline.agencies
    if story.sign_off:
        found += agencies_in(story.sign_off, loose=True) if "contributed" in story.sign_off else []
    if story.editor_note:
        found += credited(story.editor_note)
    for text in paragraphs[-2:]:
        found += credited(text) + _at_the_end(text)
    return list(dict.fromkeys(found))


def _at_the_end(text: str) -> list[str]:
    """Agencies in brackets at a line's end: "ar/jr (AFP, dpa)"."""
    match = _END_AGENCY.search(text[-60:])
    if match is None or _OF_PICTURE.search(match["inner"]):
        return []
    return credited(f"({match['inner']})")


def _authors(story: Story) -> list[str]:
    """Names of the displayed byline, held against those stated for machines; those where none is shown."""
    raw = story.raw
    site = {_flat(name) for name in raw.site_names}
    signed = frozenset(raw.signed)
    shown = _people(raw.bylines, site)
    if shown and raw.bylines == raw.stated_authors:
        return shown
    stated = _people(raw.stated_authors, site, sure=True)
    if not shown and not stated:
        # Pen names and names in small letters are names where no other is found.
        return (
            _people(raw.bylines, site, signed=signed)
            or _people(raw.unmarked_bylines, site, signed=frozenset(raw.unmarked_bylines))
            or _desk(raw.bylines, site, signed)
        )
    if not shown or not stated:
        return shown or stated
    by_fold = {fold_name(name): name for name in stated}
    # "Ana RuizCity Columnist": markup that glues a role to a name; the statement parts them.
    shown = merge(
        [[next((by_fold[known] for known in by_fold if _begins(name, known)), name) for name in shown]]
    )
    # A byline set in capitals is the same name as the page writes it elsewhere.
    shown = [by_fold.get(fold_name(name), name) if name.isupper() else name for name in shown]
    shown_folded = {fold_name(name) for name in shown}
    common = shown_folded & by_fold.keys()
    if common:
        common |= _joined(raw.bylines, common)
        # Those stated beyond the byline did other work: photographs, research, checking.
        return [name for name in shown if fold_name(name) in common]
    # Two readings that share no name: a byline of a name or two is what readers see, more is not only a
    # byline.
    return shown if len(shown) <= 2 else stated


def _flat(name: str) -> str:
    """A name folded and without spaces: sites write theirs with and without."""
    return fold_name(name).replace(" ", "")


def _joined(lines: list[str], known: Set[str]) -> set[str]:
    """Names that a byline joins to a known one by "and": many pages state the first of two alone."""
    found: set[str] = set()
    for line in lines:
        if len(line) > 120 or ":" in line or _OTHER_WORK.search(line):
            continue
        first, *others = _AND.split(line)
        names = [fold_name(name) for name in names_in(first)] if others else []
        if known.isdisjoint(names):
            continue
        found.update(names)
        for other in others:  # behind a comma stands what the last of them is, or where
            found.update(fold_name(name) for name in names_in(other)[:1])
    return {name for name in found if " " in name}


def _begins(name: str, known: str) -> bool:
    folded = fold_name(name)
    return len(known) >= 8 and folded != known and folded.startswith(known)


def _people(
    lines: list[str], site: set[str], sure: bool = False, signed: frozenset[str] = frozenset()
) -> list[str]:
    names = merge(names_in(without_agencies(line), sure, line in signed) for line in lines)
    return [name for name in names if _flat(name) not in site]


def _desk(lines: list[str], site: set[str], signed: frozenset[str]) -> list[str]:
    """The desk that signs where no person does; an agency has a field of its own, and so has the site."""
    for line in lines:
        desk = desk_in(line, line in signed)
        if desk and not agencies_in(desk, loose=True) and _flat(desk) not in site:
            return [desk]
    return []
