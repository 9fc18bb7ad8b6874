"""Lines that are never body, whatever place they stand in: told by their own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawl.extract import labels as W
from newscrawl.extract.appeals import appeal, ends_in_appeal
from newscrawl.extract.blocks import HEADINGS, Block
from newscrawl.extract.byline import BY
from newscrawl.extract.furniture import furniture

# Letters a byline may hold beside its names: "von", "par", "and", "Text:".
_BESIDE_NAMES = 8
_DATE = re.compile(r"\d{1,4}\D{1,12}\d{1,4}|\d:\d\d")
_LETTER = re.compile(r"[^\W_]")
_AFTER_LABEL = re.compile(r"^\W*(?:[\w'’-]+\W+){0,4}?[\w'’-]+\s*(?:[:：|>»]|\s[-–—]\s)")
_RIGHTS = re.compile(
    r"^\W*(?:copyright|©|\(c\)\s+\d{4})|^(?:.{0,80}[.|]\s*)?all rights reserved\.?$|alle rechte vorbehalten|"
    r"tous droits réservés|"
    r"todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|riproduzione "
    r"riservata|"
    r"alle rechten voorbehouden|wszelkie prawa zastrzeżone|všechna práva vyhrazena|все права защищены|tüm "
    r"hakları saklıdır|"
    r"無断転載|無断複製|著作権|版权所有|無断転載禁止|무단\s*전재|جميع الحقوق "
    r"محفوظة|כל הזכויות שמורות|सर्वाधिकार सुरक्षित|"
    r"may not be (?:published, broadcast|reproduced|redistributed)|"
    r"by using th(?:is|e) (?:web)?site,? you (?:consent|agree|accept)",
    re.I,
)


# What an embedded post says of itself, not its words.
_SHARED_POST = re.compile(
    r"^(?:view this post on instagram|a post shared by (?:.{0,90}\)(?: on .{0,60})?|@?[\w.]+)$|"
    r"sieh dir diesen beitrag auf instagram an|voir cette publication sur instagram|"
    r"ver esta publicación en instagram|"
    r"visualizza questo post su instagram|ver essa foto no instagram|dit bericht op instagram bekijken)",
    re.I,
)
# What stands in the place of an embedded post or film until the reader agrees to its cookies.
_EMBED_NOTICE = re.compile(
    r"^(?=.*(?:klick|einverstanden|zustimm|einwillig|datenschutz|empfohlen|\bvon der redaktion)).*"
    r"\b(?:extern\w*|eingebettet\w*|redaktionelle[nrs]?) (?:redaktionelle[nrs]? )?inhalte?\b|"
    r"\beinverstanden, dass mir .{0,30}inhalte?\b|"
    r"^personenbezogene daten (?=.*drittplattform)|"
    r"^empfohlene[rs]? (?:externe[rs]? |redaktionelle[rs]? )?inhalte?$|"
    r"\b(?:this|dies\w*|ce|cet|cette|este|esta|questo|questa|deze|dit|det här|denne|dette|tę|ten|tej) "
    r"(?:\w+ )?"
    r"(?:article contains content|content|video|post|embed|inhalt\w*|contenu|vidéo|contenido|vídeo|contenuto|"
    r"conteúdo|inhoud|innehåll\w*|indhold\w*|innhold\w*|treś\w+|film\w*)\b"
    r"(?=.*(?:cookie|informasjonskapsl))(?=.*(?:accept|allow|enable|consent|permission|preference|"
    r"setting|akzept|erlaub|zustimm|einwillig|autoris|acept|aceit|accett|toestemm|godkän|godta|godkend|tillad|"
    r"tillat|zaakcept|zgod))",
    re.I | re.S,
)
# A block of more links is a list: which of its lines hold which is not asked.
_LINKS = 50
# Agencies that picture credits name.
_AGENCIES = r"getty(?: images)?|afp|reuters|epa|shutterstock|imago|picture[- ]alliance"
# "Ana Ruiz/Getty Images", "Joe Roe - AFP": names and an agency, no sentence.
_AGENCY_CREDIT = re.compile(
    rf"(?:/|\||\bvia\b|[-–—,]) *(?:{_AGENCIES}|istock\w*|alamy)\W*$|"
    r"^\W*(?:getty images|shutterstock|istock(?:photo)?)\W*$",
    re.I,
)
# "The pier at dawn. IMAGO / Joe Roe": a caption's end, without a full stop.
_CAPTION_CREDIT = re.compile(
    rf"(?:^|[\s(|])(?:{_AGENCIES}|imago images|dpa|ap(?: photo)?|anadolu|keystone|ansa|efe|tass|xinhua)"
    r"\s*(?:/|\bvia\b)\s*"
    r"[^\W\d_][\w.’'-]*(?:[ /-]+[\w.’'&-]+){0,5}\)?$",
    re.I,
)
# "Boats at the pier. (Photo: Ann Lee)", "Boats at the pier. Credit: Ann Lee"
_PICTURE = (
    r"(?:(?:photo|image|picture|file|screenshot) )?(?:credits?|photos?|fotos?|images?|bild(?:er|quelle)?"
    r"|pictures?|crédits?|imagen|imagem|immagine|fotografía|kuva|zdjęcie|фото|foto[ğg]raf)"
)
_CREDIT_AT_END = re.compile(
    rf"[(\[]{_PICTURE}(?: by|:| ?©| ?/| courtesy)[^()\[\]]{{1,60}}[)\]]\W?$|"
    rf"[.!?…”»)] {_PICTURE}: ?[^.!?:()]{{2,60}}$",
    re.I,
)
# The same in Chinese and Korean, where the story's own sentences end in a stop: "……。新华社记者 李明 摄",
# "（記者林攝）", "... /사진=연합뉴스".
_CREDIT_AT_END_EAST = re.compile(
    r"(?:[记記]者|[发發]（|[。）\s（])[一-鿿· ]{2,12}(?<!拍)[摄攝]）?$|（[图圖][／/:：][^（）]{2,30}）$|"
    r"(?:^|[\s/(\[])사진(?: ?제공)?\s?[=:：] ?[^.!?()\[\]]{2,40}[)\]]?$"
).search
# "Ann Lee, 5 September 2016", after "By".
_SIGNED = re.compile(r"\s*[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,3}\W[^.!?]{0,30}\b(?:19|20)\d\d\W{0,2}$")
# "Ann Lee", "Ann Lee and Joe Roe, BBC News, New York", after "By".
_NAMES = re.compile(
    r"[\s:]*[A-ZÀ-Þ][\w.'’-]*(?: (?:(?:und|and|et|y|e|i|&|de|van|von|der|da|di|del|la|le) ){0,2}"
    r"[A-ZÀ-Þ][\w.'’-]*){1,4}(?:, [A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,3}){0,3}\s*$"
)
# What follows an author's name in a line about the author: "is a reporter for ...", "writes about ...".
_ABOUT = re.compile(
    r"(?:,[^.]{0,80},)?\s+(?:is|are|was|writes|covers|reports|has been|joined|ist|war|schreibt|berichtet|"
    r"arbeitet|est|écrit|es|escribe|è|scrive|schrijft|é|escreve|är|er|jest)\s"
).match


def _about_author(text: str, authors: Sequence[str]) -> bool:
    """Whether a paragraph is about who wrote the story: "Ann Lee is a reporter in our harbour office." """
    for name in authors:  # noqa: SIM110 (a generator costs more than the looks)
        if text.startswith(name) and _ABOUT(text, len(name)):
            return True
    return False


def _linked(text: str, block: Block) -> float:
    """Share of a line of a block that is link."""
    if len(text) == block.length or not 0 < len(block.links) <= _LINKS:
        return block.link_density
    held = [
        part for link in block.links for index, part in link.texts if index == block.index and part in text
    ]
    return min(1.0, sum(map(len, held)) / len(text))


def _only_names(text: str, authors: Sequence[str]) -> bool:
    """Whether a line holds the authors' names and hardly anything else: "By Ann Lee", "AFP (Ann Lee)"."""
    rest = text
    for name in authors:
        rest = rest.replace(name, "")
    return rest != text and len(_LETTER.findall(rest)) <= _BESIDE_NAMES and not text.endswith(".")


def residue(text: str, block: Block, authors: Sequence[str] = ()) -> str:
    """Kind of a line that is residue of the page; "" where it may be body.

    Held against the line's own words: only short lines, or those that begin with a label.

    :param authors: names the page states as the story's authors.
    """
    if len(text) > 420:
        return ""
    if not _LETTER.search(text):
        return "" if text.isdigit() else "other"
    if kind := furniture(text):
        return kind
    if len(text) < 100 and authors and _only_names(text, authors):
        return "byline"
    if authors and _about_author(text, authors):
        return "byline"
    if text[-1] not in ".!?”" and ("/" in text or " via " in text) and _CAPTION_CREDIT.search(text):
        return "caption"
    if len(text) < 160 and _SHARED_POST.search(text):
        return "share"
    if ("ookie" in text or "nhalt" in text or "kapsl" in text or "Dritt" in text) and _EMBED_NOTICE.search(
        text
    ):
        return "consent"
    if kind := appeal(text, block.link_chars > 0):
        return kind
    if (text[-1] in "摄攝）" or "사진" in text[-45:]) and len(text) < 200 and _CREDIT_AT_END_EAST(text):
        return "caption"
    first, every, count, words = W.labels(text[:140] if len(text) > 240 else text)
    if len(text) > 240:
        every |= W.labels(text[-100:])[1]
    if not every:
        return ""
    if every & W.LEGAL and _RIGHTS.search(text):
        return "legal"
    words = max(words, 1)
    if first & W.STAMP and words <= 16 and count >= 0.1 * words and _DATE.search(text):
        return "stamp"
    if (
        first & W.BYLINE
        and words <= 12
        and (by := BY.match(text))
        and (_SIGNED.match(text, by.end()) or (block.tag not in HEADINGS and _NAMES.match(text, by.end())))
    ):
        return "byline"
    if first & W.CONTENTS and words <= 3 and 2 * count >= words and block.tag in HEADINGS:
        return "nav"
    linked = _linked(text, block)
    if first & W.AD and count >= 0.5 * words and words <= 8:
        return "promo"
    if first & W.MORE and words < 45 and (linked > 0.4 or (_AFTER_LABEL.match(text[:60]) and linked > 0.1)):
        return "promo"
    if (
        first & (W.NEWSLETTER | W.SHARE)
        and words < 40
        and count >= 0.25 * words
        and (linked or words < 12)
        # "Negative Folgen" and "Learning from YouTube" are headings of a story, "Folgen Sie uns" is none.
        and (
            block.tag not in HEADINGS
            or linked
            or (W.labels(text.split()[0])[0] and (words < 4 or 2 * count >= words))
        )
    ):
        return "share" if first & W.SHARE else "newsletter"
    if every & (W.NEWSLETTER | W.SHARE) and words < 40 and (kind := ends_in_appeal(text, words, linked)):
        return kind
    if first & W.PHOTO and words < 30 and count >= 0.3 * words and not text.endswith((".", "。")):
        return "credit"
    if every & (W.PHOTO | W.SOURCE) and len(text) > 1 and _CREDIT_AT_END.search(text[-90:]):
        return "caption"
    if every & W.PHOTO and words <= 10 and len(text) < 90 and _AGENCY_CREDIT.search(text):
        return "credit"
    if first & W.SOURCE and words <= 8 and ":" in text[:16] and text[-1] not in ".!?。":
        return "credit"
    if first & W.COMMENT and words <= 4:
        return "comment"
    if first & W.TAGS and words < 25 and linked > 0.4:
        return "tags"
    return ""
