"""Caption and credit of a picture: which blocks beside it show them, and where one ends and the other begins.

A figure's text is its picture's. Without a figure, the blocks that follow a picture tell by their names, or
by how they read: "Foto: Ana Ruiz", "© Ana Ruiz", "... at dawn. (Photo: Ana Ruiz)". What merely stands there
is no caption.
"""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from newscrawl.extract.blocks import HEADINGS, Block, Layout, Node
from newscrawl.extract.credits import (
    is_control,
    label_before,
    parted_by_markup,
    reads_like_names,
    says_credit,
    stands_beside,
)
from newscrawl.extract.furniture import is_date
from newscrawl.extract.names import (
    BYLINE,
    CAPTION,
    COMMENT,
    CREDIT,
    FIGURE,
    FOOTER,
    KICKER,
    LEGAL,
    NAV,
    POPULAR,
    QUOTE,
    RELATED,
    SHARE,
    VIDEO,
    name_flags,
)
from newscrawl.extract.uncased_credits import uncased_credit

_NOT_BESIDE = NAV | FOOTER | COMMENT | RELATED | POPULAR
# What agencies sign with where no word announces a credit.
_AGENCIES = (
    r"Getty(?: Images)?|AP|AFP|Reuters|REUTERS|dpa|DPA|EPA|EFE|ANSA|APA|ANP|PAP|iStock(?:photo)?|"
    r"Shutterstock|Pixabay|Unsplash|Alamy|Keystone|Imago|imago|Adobe ?Stock"
)
# What announces a credit, in the languages news is written in.
_WORDS = (
    r"(?:sursa )?photo(?:graph|grapher|graphie|graphe)?s?(?: d[’'](?:illustration|archives?))?|image|"
    r"pic(?:ture)?s?|(?:sursa |archiv|symbol)?foto(?:graf(?:ie|ia|ía|o)?)?s?|foto's|"
    r"(?:archiv|symbol)?bild(?:er|quelle|rechte|nachweis)?|quelle|crédit(?:s)?(?: photo)?|credits?|créditos?|"
    r"image[mn](?: ilustrativa| de archivo)?|imágenes|imagens|"
    r"source|fonte|fuente|kilde|källa|copyright|(?:valo)?kuva|zdroj|źródło(?: zdję(?:ć|cia))?|zdjęci[ea]|"
    r"fot\.?|fotó|forrás|"
    r"beeld|bron|fotoğraf|fotoğraflar|фото(?:графия)?|снимк[аи]|φωτ(?:\.|ο(?:γραφία)?)|写真(?:提供)?|撮影|図|"
    r"صورة|تصوير|عکس|عکاس|فوٹو|تصویر|"
    r"צילום|תמונה|사진|图源|圖源|图片来源|圖片來源|照片|图|圖|ảnh(?: minh họa| tư liệu)?|hình(?: ảnh)?|"
    r"(?:फोटो|फ़ोटो|तस्वीर)(?: सोर्स| स्रोत| क्रेडिट| साभार)?|ছবি|ภาพ(?:จาก|ประกอบ|โดย)?|(?:புகைப்)?படம்"
)
_MARK = (
    rf"(?:(?:{_WORDS})(?:\s*(?:credits?|source|by|von|de|di|av|quelle))?\s*(?:[:：]|\.{{3}})|"
    r"(?:(?:staff|file|courtesy) )?(?:photos?|images?|foto|pictures?|photographs?)"
    r"(?: (?:provided|supplied))? by\b|"
    # What a site sets before the name in the languages it is in.
    r"(?:derechos|direitos) de autor\b:?|droits d[’']auteur\b:?|diritti d[’']autore\b:?|"
    # "Foto Ana Ruiz via Unsplash", "Foto von Ana Ruiz von Pexels"
    r"(?:foto|photo|bild|image)(?: von)?(?=\s[^.:]{3,60}\b(?:via|von|auf|on)\s\w+$)|"
    # "사진=...", "圖／..."
    r"(?:사진(?: ?제공| ?출처)?|자료(?:사진)?|제공|출처|写真(?:提供)?|[图圖])\s?[=＝／/]|ภาพจาก\s|"
    r"(?:फोटो|फ़ोटो)\s?[-–]\s?|"
    # "(Nguồn: ...)": without the bracket it may as well be the text's.
    r"(?<=[(（])(?:nguồn|sumber|источник|джерело|المصدر)\s*[:：]|"
    r"©|\(c\)|ⓒ|（[CＣ]）)"
)
_CREDIT = re.compile(
    # "... in BerlinQuelle: dpa": markup that glues the credit to the caption
    r"(?:^|[\s|.\-–—(\[/。，！？”」（]|(?-i:(?<=[a-zà-ÿąćęłńśźż.)“”»])"
    rf"(?=Quelle|Credit|Foto|Photo|Bild|Źródło|Fot\.|Imagen|©)))(?P<mark>{_MARK})\s*"
    # "Photo: Example Alliance/Wire | Ana Ruiz"
    r"(?P<who>[^|\n]{2,100}(?:\|\s*(?-i:[^\W\d_a-z][\w.'’-]+(?:[ /][^\W\d_a-z][\w.'’-]+){1,4}))?)$",
    re.I,
)
# The Polish abbreviation needs no colon; after a full stop the French word needs none.
_SHORT_MARK = re.compile(
    r"(?:^|[\s(])(?P<mark>[Ff]ot\.|(?<=[.!?»”] )(?:Photos?(?: d[’'](?:archives?|illustration))?|Crédit))"
    r"\s+(?P<who>[A-Z][^|\n.]{2,60})$"
)
_OPENS = re.compile(rf"[\s.(\[]*(?:{_MARK}|Fot\. ?[A-Z])", re.I)
# What may as well name where the text comes from.
_SOURCE = re.compile(
    r"[\s.(\[]*(?:quelle|source|fonte|fuente|kilde|källa|źródło|zdroj|forrás|bron|copyright)\b", re.I
)
_BARE = re.compile(rf"[\s(]*(?:{_WORDS})\s*[:：]\s*\|?|©", re.I)
# "... in Berlin. (AP Photo/Ana Ruiz)", "... — Reuters pic", "... / AFP"
_CREDIT_TAIL = re.compile(
    r"\s*(?:[(\[](?P<a>[^()\[\]]{2,80}?(?:/|photo|foto|pic|via|getty|images?|AP|AFP|Reuters|dpa|EPA|"
    r"EFE|[Ss]creenshot)[^()\[\]]{0,60})[)\]]\.?|"
    r"(?:\s[|/–—-]|\|)\s*(?P<b>[A-Z][\w.'’-]+(?:[ /]+[A-Z][\w.'’-]+){0,5}(?: pic)?)|"
    rf"(?<=[.!?»”\"])\s*\((?P<d>[^\W\d_a-z][\w.'’-]+(?: [^\W\d_a-z][\w.'’-]+){{1,3}}"
    rf"(?: for(?: [Tt]he)?(?: [A-Z][\w.'’-]+){{1,4}})?|{_AGENCIES})\)|"
    # The sign of a station, behind a sentence or glued to it: "... in the harbour.(WXYZ)"
    r"(?:(?<=[.!?»”\"])\s*|(?<=[a-zà-ÿ]))\((?P<n>[A-Z][A-Z\d]{2,5}(?:[ /][A-Z][\w .'-]{1,40})?)\)|"
    rf"(?<!Press)(?<!Presse)(?<!Agency)(?<!Agentur)\s\((?P<p>{_AGENCIES})\)|"
    r"(?<=[.!?»”\"])\s*\((?P<o>(?:[Ss]upplied|[Hh]andout|[Ss]ubmitted|[Cc]ontributed)(?:: ?[^()]{2,60})?)\)|"
    # "(Photo courtesy of Ana Ruiz)"
    r"\((?P<l>(?:(?:[Pp]hoto(?:graph)?|[Ii]mage|[Pp]icture)s?,? )?[Cc]ourtesy(?: of|:) [^()\[\]]{2,80})\)|"
    # "... at the quay. | Ana Ruiz/Example Agency via AFP"
    rf"\|\s*(?P<m>[^\W\d_a-z][^.,:;!?()|]{{2,60}}(?:/|\svia\s)(?:{_AGENCIES}))|"
    r"(?<=[a-zà-ÿ][.!?»”])(?P<e>[A-Z]{2,5}(?:/[A-Z]{2,})?)|"
    rf"(?<=[.!?»”])\s*(?P<f>{_AGENCIES})|"
    rf"(?<=[a-zà-ÿ][.!?»”])(?P<j>(?:{_AGENCIES}|Pexels)/[A-Z][\w .'-]{{2,40}})|"
    rf"(?<=[.!?»”])\s*(?P<i>[A-Z][^.!?()]{{2,60}}?(?:\s?/\s?|\svia\s)(?:{_AGENCIES})(?: file)?)|"
    r"(?<=[.!?])\s+(?P<c>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}\s?/\s?[A-Z][\w ]+"
    r"(?:/[a-z]{2,4}\.|/[A-Z][\w ]+)?))\s*$"
)
# What stands before a credit that no bracket closes, in most of its forms.
_TAIL_SIGN = re.compile(r"[|/摄攝]|\s(?:[–—-]|via\s)")
# "(The Quay Post)"
_NAME_ALONE = re.compile(r"\(([A-Z][\w.&'’-]+(?: [A-Z][\w.&'’-]+){1,4})\)")
_BARE_BEHIND = re.compile(rf"(?<![^\W\d_])(?:{_WORDS})\s?[:：]$", re.I)
_WORD_ALONE = re.compile(_WORDS, re.I)
# A caption that begins so and goes no further is none.
_PICTURE_AGENCY = re.compile(
    r"(?:getty|ap\b|afp\b|reuters|epa\b|dpa\b|shutterstock|istock|alamy|imago|picture alliance|pexels|"
    r"unsplash|pixabay|adobe stock|keystone|handout|rex\b|wireimage|ullstein|freeimages|efe\b|"
    r"cc(?:0|[ -]by[\w -]*)?$)[\w /.,&-]*$",
    re.I,
)
_SIGNS = (
    ":",
    "：",
    "©",
    "ⓒ",
    "(",
    "（",
    "=",
    "＝",
    "／",
    "/",
    "ภาพ",
    "...",
    " by",
    " By",
    " BY",
    " via ",
    " von ",
    " auf ",
    " on ",
)
# What announces a credit whatever stands before it; parts of "(c)", "photo", "foto", "image", "picture" and
# "bild", one of which is there with the other signs.
_ANNOUNCING = frozenset(":：©ⓒ（=＝／")
_ANNOUNCED = ("(c)", "oto", "mage", "cture", "ld", "ภาพ", "사진", "圖/", "图/", "फोटो", "फ़ोटो")
# Without one of these a text that no name calls a caption is asked no further.
_MAY_HOLD = frozenset(":：©ⓒ()（）=＝／")
# "Ana Ruiz/Instagram", "Ana Ruiz / The Quay Post via AP"
_SIGNED = re.compile(
    rf"[^\W\d_a-z][^.,:;!?()|]{{2,60}}?(?:\s?/\s?|\svia\s)"
    rf"(?:Instagram|Facebook|Twitter|TikTok|{_AGENCIES})(?: file)?"
)
_AGENCY_FIRST = re.compile(
    r"©\s*(?P<who>getty images|reuters|afp|epa|dpa|pa|ap)\s+(?=(?-i:[^\W\d_a-z]{2}))", re.I
)
_COUNT = re.compile(
    r"\d+(?::\d\d){1,2}|"  # how long a film runs
    r"(?:(?:bild|foto|image|photo|picture) )?\d+"
    r"(?:\s*(?:/|of|von|de)\s*\d+)?(?:\s+(?:zdję\w*|photos?|fotos?|bild\w*|images?|pictures?))?\s?\|?",
    re.I,
)
# "IMG_1234.jpg", "harbour_quay_8": files are named so, captions are not.
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|webp|gif)|[A-Za-z]+[\w-]*_[\w-]*\d[\w-]*", re.I)
_PATH_BEHIND = re.compile(r"\d{4}/\d\d/\S+\.(?:jpe?g|png|webp)$")
_PLACEHOLDER = re.compile(r"\s*--\w+--.*$")
_ZOOM = re.compile(
    r"(?:\+|⊕|×|zoom|enlarge(?: this)?(?: image)?|(?:hide|toggle|show|view|open) (?:\d+ )?"
    r"(?:caption|images?|gallery|fullscreen)|\+?\s?clicca per ingrandire|bild vergrößern|vergrößern|"
    r"agrandir(?: l'image)?|ampliar|"
    r"写真を拡大|画像を拡大|この記事の画像を見る.*|advertisement|close|fullscreen|"
    r"powiększ|ladda ner bild|увеличить)",
    re.I,
)
_ZOOM_BEHIND = re.compile(
    r"(?:\s+(?:hide caption|toggle caption|zoom|\+?clicca per ingrandire)|\s+more ?>|"
    r"(?-i:\s*(?:Visa mer|Show more)))$",
    re.I,
)
_LABEL_BEFORE = re.compile(
    r"^(?:[+⊕]|Enlarge /|Image (?:caption|source|copyright)\b,?)\s+|^Media caption,?\s*"
)
# What the World Service of the BBC and others put, in each language, before whose picture it is, and before
# what it shows; often for screen readers alone.
_OWNER_BEFORE = re.compile(
    r"(?:image source|автор фото|صدر الصورة|منبع تصویر|इमेज स्रोत|fuente de la imagen|nguồn hình ảnh|"
    r"sumber gambar|图像来源|圖像來源|画像提供|사진 출처|،?تصویر کا ذریعہ|ที่มาของภาพ|ছবির উৎস|பட மூலாதாரம்|"
    r"kaynak|fotoğraf kaynağı)\s?[,،，、]\s*",
    re.I,
)
_SHOWN_BEFORE = re.compile(
    r"(?:подпись к фото|підпис до фото|التعليق على الصورة|توضیح تصویر|इमेज कैप्शन|pie de foto|"
    r"legenda da foto|chụp lại hình ảnh|keterangan gambar|图像加注文字|圖像加註文字|画像説明|사진 설명|"
    r"،?تصویر کا کیپشن|คำบรรยายภาพ|ছবির ক্যাপশান|ছবির ক্যাপশন|படக்குறிப்பு|fotoğraf altı yazısı)\s?[,،，、]\s*",
    re.I,
)
_LABELS_END = frozenset(",،，、")
_SYMBOLIC = re.compile(r"[\s–-]*\((?:symbol|archiv)(?:bild|foto)\)*$", re.I)
_SUPPLIER = re.compile(r"provided by (?:.{2,60}?\b(?:photograph|photo|picture):\s*)?", re.I)
_MARKED = re.compile(
    rf"^(?:(?:archiv|symbol)?(?:{_WORDS})(?: credit| by)?\s*[:：]|(?:photo|image|picture|photograph)s? by\b|"
    r"(?:사진(?: ?제공| ?출처)?|写真(?:提供)?|[图圖])\s?[=＝／/]|"
    r"by\b|fot\.|©|\(c\)|取自|翻攝自?|"
    r"(?:derechos|direitos) de autor\b:?|droits d[’']auteur\b:?|diritti d[’']autore\b:?|"
    r"(?-i:(?:Photo|Foto)s? (?=[A-Z]))|Image (?:source|copyright)\b,?)\s*",
    re.I,
)
# "... took", "... provided": the words behind a name that "Photo by" is elsewhere.
_TAKEN = re.compile(
    r"^(?:資料照片?|檔案照片?)[，、]\s?|\s*(?:(?<!拍)[攝摄]影?|撮影|提供|供图|제공)$|\s+\S+@\S+$"
)
# A label that announces a name, where "Image:" may as well announce the caption.
_SAYS_WHO = re.compile(r"source|credit|crédit|copyright|quelle|fonte|fuente|©|\bby\b|\bvon\b", re.I)
# Names of what stands under a picture that say so in two words: "img-desc", "photoText", "imgCopyright".
_NAMED = re.compile(
    r"(?:ima?ge?n?|photo|foto|bild|pic(?:ture)?)s?(?:[-_]{1,2}info)?[-_]{0,2}"
    r"(?:desc|text|subline|legend|copyright|source)|"
    r"(?:^|[\s_-])(?:cap-?txt|cap|cptn|legend|leyenda|pod?pis|didascalia|pie-?(?:de-?)?foto|epigrafe)"
    r"(?=$|[\s_-])",
    re.I,
)
_LICENCE = re.compile(r"\s*[|,]\s*(?:Lizenz|Licen[sc]e|Licencia|Licenza)\b.*$", re.I)
# "© 2024 The Quay Post", "Copyright © ... All rights reserved": of the page, not of a picture.
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_RESERVED = re.compile(r"reserved|vorbehalten|réservés|reservados|copyright\s*[©ⓒ(]|무단|転載|转载", re.I)
# "Riproduzione riservata": who made the picture is not said.
_RIGHTS_ALONE = re.compile(
    r"[\s©-]*(?:riproduzione riservata|all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    r"(?:todos los )?derechos reservados|todos os direitos reservados|alle rechten voorbehouden)[\s.]*",
    re.I,
)
# Words that as often announce what a picture shows.
_SHOWS = re.compile(r"(?:image|pic(?:ture)?|(?:symbol|archiv)?bild|symbolfoto)s?\s*[:：]", re.I)
# A link behind a credit: "Purchase Licensing Rights, opens new tab".
_ACTION = re.compile(
    r"(?:purchase|buy|licen[cs]e|order|get) (?:\w+ )?(?:rights?|prints?|photos?|images?)\b", re.I
)
_EDGES = " []|.;,-–—/+［］【】，。"
_SENTENCE_ENDS = frozenset(".!?»”")
_LONGEST_OF_LABELS = 26
_LONGEST_LINE = 160
_LONGEST_CAPTION = 400
_LONGEST_CREDIT = 120
_NEAR = 3
_INSIDE = 40


def read_caption(
    layout: Layout, node: Node, index: int, limit: int, elsewhere: int
) -> tuple[str | None, str | None]:
    """Caption and credit in the figure around a picture, or in what stands right after it.

    :param limit: index of the block before which the next picture stands.
    :param elsewhere: names of what holds nothing of the story.
    """
    figure: Node | None = node
    for _ in range(5):
        if figure is None or figure.tag in ("figure", "body"):
            break
        figure = figure.parent
    if figure is not None and figure.tag == "figure" and 0 < figure.last - figure.first <= 6:
        blocks = layout.blocks[figure.first : figure.last]
        if layout.headline_block not in blocks and any(read := _read(blocks, layout.page.url)):
            return read
    blocks = _after(layout, node, index, limit, elsewhere & _NOT_BESIDE)
    return _read(blocks, layout.page.url) if blocks else (None, None)


def caption_of_unseen(layout: Layout, first: int, last: int, elsewhere: int) -> tuple[str | None, str | None]:
    """Caption and credit shown between two blocks of a page whose one picture is no element of it.

    Pictures that scripts put in leave their captions behind.
    """
    found: list[Block] = []
    for block in layout.blocks[max(0, first) : last]:
        if block.kind != "body" and not block.inherited & elsewhere & (NAV | FOOTER) and _is_caption(block):
            found.append(block)
        elif found:
            if not _announced(found, block) and not (block.inherited & FIGURE and _completes(found, block)):
                break
            found.append(block)
    return _read(found[:_NEAR], layout.page.url) if found else (None, None)


def _is_caption(block: Block) -> bool:
    if block.length > _LONGEST_CAPTION or (block.tag in HEADINGS and not block.inherited & CAPTION):
        return False
    if block.kind in _OF_ANOTHER_KIND or block.length < 20 or block.inherited & (VIDEO | BYLINE):
        if block.flags & CAPTION and _CREDIT.search(block.text) is not None:
            return True
        return _OPENS.match(block.text) is not None and _SOURCE.match(block.text) is None
    if block.flags & (CAPTION | CREDIT) or block.inherited & CAPTION:
        return True
    if block.inherited & FIGURE:
        return block.kind == "caption"
    if _NAMED.search(block.node.names) is not None:
        return True
    if _MAY_HOLD.isdisjoint(block.text) or _RESERVED.search(block.text) is not None:
        return False
    match = _CREDIT.search(block.text)
    return (
        match is not None
        and _SOURCE.match(match["mark"]) is None
        and not (match.start("mark") < 3 and _of_the_page(block.text))
    )


def _after(layout: Layout, node: Node, index: int, limit: int, elsewhere: int) -> list[Block]:
    """Blocks right after a picture that are its caption or credit by their names or their looks."""
    box = _box(node, index)
    found: list[Block] = []
    first = index
    for block in layout.blocks[index : min(index + _NEAR, limit)]:
        if not found and _no_caption(block, block.text):
            first = block.index + 1
            continue
        # A quotation's "credit" is who is quoted.
        if block is layout.headline_block or block.node.inherited & elsewhere or block.flags & QUOTE:
            continue
        if block.flags & (CAPTION | CREDIT) or (block.inherited & CAPTION and block.kind != "body"):
            if block.index < first + 2 or block.flags & CREDIT or _completes(found, block):
                found.append(block)
        elif _tells(block, first, block.index < box) or (found and _announced(found, block)):
            found.append(block)
        elif found or block.kind == "body":
            break
    if found and box - index > len(found):
        found = _with_caption(layout, found, index, box)
    return found


def _box(node: Node, index: int) -> int:
    """Index of the block after the box that a picture opens; 0 where it opens none."""
    around: Node | None = node
    last = 0
    while around is not None and around.first == index and around.last - index <= _NEAR:
        last = around.last
        around = around.parent
    return last


def _completes(found: list[Block], block: Block) -> bool:
    """Whether the third line is the caption under credits, or the agency under a caption."""
    if block.length < 60 and (_PICTURE_AGENCY.match(block.text) or _SIGNED.fullmatch(block.text)):
        return True
    return bool(found) and all(_OPENS.match(line.text) for line in found)


def _announced(found: list[Block], block: Block) -> bool:
    """Whether a block is the name that "Foto:" before it announces."""
    return found[-1].index + 1 == block.index and block.length < 80 and _is_bare(found[-1])


def _is_bare(block: Block) -> bool:
    return block.length < 30 and _BARE.fullmatch(block.text) is not None


def _with_caption(layout: Layout, found: list[Block], index: int, box: int) -> list[Block]:
    """With the plain line that shares its picture's box with a credit."""
    if not _is_bare(found[0]) and any(not _OPENS.match(block.text) for block in found):
        return found
    inside = layout.blocks[index:box]
    if layout.headline_block in inside or any(
        block.tag in HEADINGS or block.length > _LONGEST_CAPTION or block.kind in _OF_ANOTHER_KIND
        for block in inside
        if block not in found
    ):
        return found
    return inside


_OF_ANOTHER_KIND = frozenset("body heading byline stamp share nav promo related tags comment kicker".split())


def _tells(block: Block, index: int, boxed: bool) -> bool:
    """Whether a block without a telling class reads as a caption or credit."""
    text = block.text
    if block.length > _LONGEST_CAPTION:
        return False
    if block.length <= _LONGEST_LINE and _OPENS.match(text) is not None:
        return not _of_the_page(text)
    if boxed and block.length < 60 and _PICTURE_AGENCY.match(text) is not None:
        return True
    if block.index > index or block.tag in HEADINGS:
        return False
    if boxed and block.length >= 12 and _NAMED.search(block.node.names) is not None:
        # Over the text's next heading it has been taken for a kicker.
        return block.kind not in _OF_ANOTHER_KIND or (
            block.kind == "kicker" and not block.node.flags & KICKER
        )
    if (_MAY_HOLD.isdisjoint(text) and text[-1] not in "摄攝影图供") or _RESERVED.search(text) is not None:
        return False
    credit = split_credit(text)[1]
    return credit is not None and (
        text[-1] in "摄攝影图）"
        or text.endswith(f"({credit})")
        or _marked(text) is not None
        or _SHORT_MARK.search(text) is not None
    )


def _of_the_page(text: str) -> bool:
    return _YEAR.search(text) is not None or _RESERVED.search(text) is not None


def _read(blocks: list[Block], url: str) -> tuple[str | None, str | None]:
    caption: list[str] = []
    credit: str | None = None
    announced = False
    captions = _captions(blocks)
    for block in blocks:
        text = _unlabelled(block, _without_action(block, _clean(block.text)))
        if not text or is_control(block, _OPENS):
            continue
        if announced and len(text) < _LONGEST_CREDIT:
            credit, announced = credit or _who(text), False
        elif _no_caption(block, text):
            continue
        elif _BARE.fullmatch(text) is not None:
            announced = True
        elif captions and block not in captions and _WORD_ALONE.fullmatch(text) is not None:
            continue
        elif captions and block not in captions and stands_beside(block, text):
            credit = credit or _who(_behind_count(text))
        else:
            shown, who = _parted(block, text, url)
            credit = credit or who
            if shown and shown not in caption:
                caption.append(shown)
    text = _LABEL_BEFORE.sub("", " ".join(caption).rstrip(" ,"), count=1)
    if credit is not None and text.endswith((":", "：")):
        # "The quay.Photo:", with the name in a block of its own
        text = _BARE_BEHIND.sub("", text)
    if not text:
        return None, credit
    if credit is not None and (text == credit or len(text) < 3):
        return None, credit
    shorter, who = split_credit(text)
    if (
        credit is not None
        and who is not None
        and "/" in who
        and reads_like_names(credit)
        and "/" not in credit
    ):
        # "(AP Photo/Ana Ruiz)" in the caption says more than the agency below it.
        return shorter, who
    if credit is None or who is None:
        return shorter, credit or who
    if credit in who:  # the agency alone stands in a line of its own
        return shorter, who
    # "... in Berlin - USA": what stands behind a dash is no second credit.
    if who not in credit and text[len(shorter or "") :].lstrip()[:1] in "-–—|/":
        return text, credit
    return shorter, credit


def _captions(blocks: list[Block]) -> list[Block]:
    """The lines of a figure that are its caption for certain, and no credit inside it."""
    if len(blocks) < 2:
        return []
    return [
        block
        for block in blocks
        if block.inherited & CAPTION
        and not block.node.inherited & (CREDIT | LEGAL)
        and not is_control(block, _OPENS)
        and not says_credit(block)
    ]


def _behind_count(text: str) -> str:
    """Without "Image 1 of 4" before "© Ana Ruiz"."""
    shown, who = split_credit(text)
    return who if who is not None and shown is not None and _COUNT.fullmatch(shown) else text


def _unlabelled(block: Block, text: str) -> str:
    """Without a label before the caption: "Image", "Legende:"; one that announces a credit stays."""
    label = label_before(block, text, _WORD_ALONE)
    if not label:
        return text
    shown = text[len(label) :].lstrip(" :,|")
    if _OPENS.match(text) and (
        _WORD_ALONE.fullmatch(label) or _SAYS_WHO.search(label) or reads_like_names(shown)
    ):
        return text
    return shown


def _without_action(block: Block, text: str) -> str:
    """Without the link to buy the picture that ends its caption."""
    action = block.links[-1].text if block.links else ""
    if len(action) < 60 and text.endswith(action) and _ACTION.match(action):
        return text[: -len(action)].rstrip() or text
    return text


def stated_credit(stated: str) -> str | None:
    """The credit that a picture's alternative text or title holds: "Photo: Ana Ruiz"; None where what stands
    behind the word may as well be what it shows."""
    if (
        not 6 < len(stated) < _LONGEST_LINE
        or not _may_announce(stated)
        or not (match := _CREDIT.search(stated))
    ):
        return None
    who = _who(match["who"])
    if who and _SHOWS.match(match["mark"]) and not _SIGNED.fullmatch(who):
        return None
    return (
        who
        if who and (reads_like_names(who) or _SIGNED.fullmatch(who) or _PICTURE_AGENCY.match(who))
        else None
    )


def _clean(text: str) -> str:
    text = text.replace("\n", " ").strip()
    if "--" in text and len(text) < 2000:
        text = _PLACEHOLDER.sub("", text)
    if text[:1] in "+⊕EIM":
        text = _LABEL_BEFORE.sub("", text, count=1)
    if not _LABELS_END.isdisjoint(text[:_LONGEST_OF_LABELS]):
        if owner := _OWNER_BEFORE.match(text):
            return f"© {text[owner.end() :]}"
        if shown := _SHOWN_BEFORE.match(text):
            text = text[shown.end() :]
    return _without_zoom(text) if len(text) < 2000 else text


def _without_zoom(text: str) -> str:
    # How all that stands behind a caption for its button ends, in letters that have no other form.
    if text[-9:].lower().rstrip().endswith(("on", "oom", "re", "er", ">")):
        return _ZOOM_BEHIND.sub("", text)
    return text


def _no_caption(block: Block, text: str) -> bool:
    """Whether a line beside a picture is its place in a gallery, a button, a file's name or a section."""
    if text[0].isdigit() and _COUNT.fullmatch(text):
        return True
    if len(text) < 40 and _ZOOM.fullmatch(text):
        return True
    if block.flags & SHARE and block.kind not in ("caption", "credit") and not block.flags & CAPTION:
        return True
    if block.flags & BYLINE and not block.flags & (CAPTION | CREDIT) and not _OPENS.match(text):
        return True
    if block.flags & KICKER and block.link_chars >= block.length:
        return True
    if (len(text) < 40 and is_date(text)) or (block.kind == "body" and len(text) > _LONGEST_CAPTION):
        return True
    return " " not in text and len(text) < _LONGEST_LINE and _FILE_NAME.fullmatch(text) is not None


def _parted(block: Block, text: str, url: str) -> tuple[str | None, str | None]:
    """Caption and credit of one block."""
    own = block.node.flags
    if own & (CREDIT | LEGAL) and not own & CAPTION and len(text) < _LONGEST_CREDIT:
        match = _CREDIT.search(text)
        before = text[: match.start("mark")].strip(" |–—-/([·.,") if match else ""
        # "Left image: ..., right image: ..." is all credit.
        tail = _CREDIT_TAIL.search(text) if match is None else None
        if tail is not None and tail.start() > 10 and (bracketed := tail["a"] or tail["d"]):
            return text[: tail.start()].rstrip(), _who(bracketed)
        if match is None or (len(before) < 12 and _CREDIT.search(match.group("who"))):
            return None, _who(text)
        return before if len(before) > 3 else None, _who(match.group("who"))
    if block.flags & (CREDIT | LEGAL) and (inner := _inline_credit(block)):
        if inner == text:
            return (
                (None, _who(text))
                if len(text) < _LONGEST_CREDIT and not _CREDIT.search(text)
                else (split_credit(text))
            )
        if text.endswith(inner):
            return text[: -len(inner)].rstrip(" |–—-/·(") or None, _who(inner)
        if text.startswith(inner):
            return text[len(inner) :].lstrip(" |–—-/·)") or None, _who(inner)
    if parted := parted_by_markup(block, text, _OPENS):
        before, signed = parted
        if _OPENS.match(signed) and (match := _CREDIT.search(signed)) and match.start("mark") < 2:
            signed = match.group("who")
        return before.rstrip(" |–—-/·(") or None, _who(signed)
    if len(text) < 60 and (_PICTURE_AGENCY.match(text) or _SIGNED.fullmatch(text) or _leads_away(block, url)):
        return None, _who(text)
    if bought := _before_link(block, text):
        return bought
    if match := _AGENCY_FIRST.match(text):
        return text[match.end() :], match.group("who")
    if _OPENS.match(text) and len(text) <= _LONGEST_CREDIT:
        shown, who = split_credit(text)
        return (shown, who) if who else (None, _who(text))
    return text, None


def _before_link(block: Block, text: str) -> tuple[str | None, str | None] | None:
    """Caption and credit where a link to buy the picture follows: "... AFP/Ana Ruiz Purchase Rights"."""
    if not block.links or len(block.links[-1].texts) != 1:
        return None
    action = block.links[-1].text
    if not text.endswith(action) or split_credit(text)[1] is not None:
        return None
    shown, who = split_credit(text[: -len(action)].rstrip())
    return (shown, who) if who is not None else None


def _leads_away(block: Block, url: str) -> bool:
    """Whether a line is a name alone that links to another site: to where the picture was taken from."""
    return (
        block.length < 40
        and block.link_chars >= block.length
        and len(block.links) == 1
        and block.links[0].href.startswith("http")
        and urlsplit(block.links[0].href[:200]).netloc != urlsplit(url).netloc
    )


def _inline_credit(block: Block) -> str | None:
    """Text of an inline element named a credit or copyright in a caption."""
    children = block.el.iter("span", "small", "em", "i", "cite", "p", "div", "b", "strong", "a")
    for child in islice(children, _INSIDE):
        if child is not block.el and name_flags(child.get("class") or "") & (CREDIT | LEGAL):
            text = " ".join("".join(child.itertext()).split())
            if text and len(text) < _LONGEST_LINE:
                return _clean(text)
    return None


def _marked(text: str) -> re.Match[str] | None:
    """Where a text announces a credit. Most texts lack what every announcement has: asked first."""
    for sign in _SIGNS:
        if sign in text:
            return _CREDIT.search(text) if _may_announce(text) else None
    return None


def _may_announce(text: str) -> bool:
    """Whether a text holds a sign that needs no other, or a part of what is there with one that does."""
    if not _ANNOUNCING.isdisjoint(text) or "..." in text:
        return True
    lower = text.lower()
    return any(part in lower for part in _ANNOUNCED)


def split_credit(text: str) -> tuple[str | None, str | None]:
    """A caption's text parted into caption and credit.

    >>> split_credit("The bridge at dawn. Photo: Ana Ruiz")
    ('The bridge at dawn.', 'Ana Ruiz')
    """
    if len(text) > 2000:
        return text, None
    if len(text) < 60 and _PICTURE_AGENCY.match(text):
        return None, _who(text)
    if match := _NAME_ALONE.fullmatch(text):
        return None, match.group(1)
    match = _marked(text) or _SHORT_MARK.search(text)
    if match:
        before = text[: match.start("mark")].rstrip(" |–—-/([·（［【")
        # "All photos by Ana Ruiz"
        return before if len(before) > 3 or not before.isascii() else None, _who(match.group("who"))
    match = _tail(text)
    if match and match.start() > (10 if text.isascii() else 3):
        who = next(group for group in match.groups() if group)
        return text[: match.start()].rstrip() or None, _who(who)
    return text, None


def _tail(text: str) -> re.Match[str] | None:
    """The credit that a text ends in and no word announces."""
    if not text.isascii() and (found := uncased_credit(text)) is not None:
        return found
    return _CREDIT_TAIL.search(text) if _may_end_in_credit(text) else None


def _may_end_in_credit(text: str) -> bool:
    """Whether `_CREDIT_TAIL` may match, which takes long: in brackets, behind a sign or a sentence."""
    end = text.rstrip()[-2:]
    if ")" in end or "]" in end or "）" in end or _TAIL_SIGN.search(text) is not None:
        return True
    return end[-1:].isalpha() and not _SENTENCE_ENDS.isdisjoint(text)


def _who(text: str) -> str | None:
    if "s" in text[-24:].lower() and _RIGHTS_ALONE.fullmatch(text):
        return None
    text = _LICENCE.sub("", _PATH_BEHIND.sub("", text.strip(_EDGES).removeprefix("(")))
    text = _MARKED.sub("", _MARKED.sub("", text))
    if not text.isascii():
        if text[-1:] == "）" and text.count("）") > text.count("（"):
            text = text[:-1]
        text = _TAKEN.sub("", text)
    text = _SUPPLIER.sub("", text, count=1) if "rovided" in text[:10] else text
    text = _SYMBOLIC.sub("", _without_zoom(text))
    closing = text.find(")")
    if closing >= 0 and "(" not in text[:closing]:  # "Example Images) Example"
        text = text[:closing]
    while text[-1:] == ")" and text.count(")") > text.count("("):
        text = text[:-1]
    return text.strip(_EDGES) or None


def no_caption(caption: str, texts: list[str]) -> bool:
    """Whether a caption only repeats the headline or the title of its page."""
    folded = fold(caption)
    return not folded or any(folded == text for text in texts)


def fold(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .…:|")
