"""What the names of an element say it is: its class and id, its role and itemprop, its tag.

Words of class names in many languages stand for flags; a node carries its own and those of its ancestors, and
every reader of a page asks them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

# What a class, id, role or itemprop says an element is. Bits, because every node carries its own and, in
# `inherited`, those of all its ancestors.
NAV = 1 << 0
FOOTER = 1 << 1
ASIDE = 1 << 2
COMMENT = 1 << 3
RELATED = 1 << 4
SHARE = 1 << 5
AD = 1 << 6
CAPTION = 1 << 7
BYLINE = 1 << 8
DATE = 1 << 9
HEADLINE = 1 << 10
SUMMARY = 1 << 11
ARTICLE = 1 << 12  # the story's container: <article>, itemprop=articleBody, "story-body" ...
PAYWALL = 1 << 13
NEWSLETTER = 1 << 14
TAGS = 1 << 15
LEGAL = 1 << 16
HIDDEN = 1 << 17
GALLERY = 1 << 18
VIDEO = 1 << 19
LIVE = 1 << 20
CONSENT = 1 << 21
POPULAR = 1 << 22
LATEST = 1 << 23
QUOTE = 1 << 24  # pull quotes and quote boxes
INFOBOX = 1 << 25
TABLE = 1 << 26
LIST = 1 << 27
HEADER = 1 << 28
CREDIT = 1 << 29
BUTTON = 1 << 30
FORM = 1 << 31
BODY = 1 << 32  # names the body text itself: itemprop=articleBody, "article-body", "entry-content"
KICKER = 1 << 33
FIGURE = 1 << 34  # <figure> and what is named a picture: its text is mostly caption

# Words of class names, ids and such, by what they say. A name is split at punctuation and at camelCase, and
# single words and pairs of neighbours ("read-also", "readAlso" -> "readalso") are looked up, a plural "s" or
# none behind them.
_WORDS: tuple[tuple[int, str], ...] = (
    (
        NAV,
        "nav navbar navigation menu submenu breadcrumb pagination pager paginator sitemap toolbar topbar "
        "skiplink hamburger",
    ),
    (FOOTER, "footer foot colophon bottombar pagefooter sitefooter"),
    (
        ASIDE,
        "aside sidebar rightrail rightcol rightcolumn rail sidecol sidecolumn secondary leftrail textwidget "
        "widgetarea",
    ),
    (
        COMMENT,
        "comment disqus discussion respond reply replie talkback kommentar kommentare comentario commentaire "
        "opinionstage commentlist pingback trackback",
    ),
    (
        RELATED,
        "related relatednew relatedstory relatedstorie relatedarticle relatedcontent relatedpost relacionado "
        "relacionada verwandt "
        "recirc recirculation recommend recommended recommendation recomendado empfehlung morefrom morenew "
        "morestorie morestory moreon "
        "morearticle morein alsoread alsolike alsoon readalso readmore readnext readon seealso youmay "
        "youmight mightlike "
        "teaser promo outbrain taboola trc upnext nextarticle nextstory otherstorie otherarticle othernew "
        "otherpost similar "
        "inthisserie suggest suggested suggestion onward furtherreading relate crosslink internallink "
        "linkbox lireaussi "
        "leiatambem leermas weiterlesen mehrzum weitere",
    ),
    (
        SHARE,
        "share sharing sharebar sharetool sharebutton sharethi social socialmedia socialshare sns addthi "
        "addtoany whatsapp facebook "
        "twitter bookmark followu follow addthis rating ratingblock ratingtext vote",
    ),
    (
        AD,
        "ad adv advert advertisement advertorial advertising adslot adunit adbox adcontainer adwrapper dfp "
        "gpt sponsor sponsored banner "
        "werbung anzeige commercial publicidad publicite reklama",
    ),
    (
        CAPTION,
        "caption figcaption bildunterschrift legende cutline imagecaption photocaption imgcaption imagetext "
        "bildtext pictext "
        "wpcaption mediacaption captiontext imgtext imagealt imginline imgtitle imgdesc",
    ),
    (
        CREDIT,
        "credit photographer fotograf imagecredit photocredit bildquelle imagesource photosource "
        "bildnachweis",
    ),
    (
        BYLINE,
        "byline author autor autore auteur writer contributor reporter columnist journalist articleauthor "
        "postauthor authorname "
        "authorinfo authorbox authorbio bio redakteur verfasser penuli editor postmeta postmetadata "
        "entrymeta articlemeta articleinfo postinfo metainfo",
    ),
    (
        DATE,
        "date datetime time timestamp publish published pubdate publishdate publishtime update updated "
        "lastupdate lastupdated modified "
        "datum fecha stamp dateline postdate articledate publicationdate publication posttime entrydate data "
        "tanggal tarih",
    ),
    (
        HEADLINE,
        "headline title heading articletitle entrytitle posttitle storytitle articleheadline pagetitle "
        "titulo titular titre ueberschrift",
    ),
    (
        SUMMARY,
        "summary standfirst lead lede intro introduction dek deck subtitle subheadline subhead subheading "
        "excerpt abstract chapo "
        "teasertext vorspann sapo bajada entradilla articlelead articleintro articlesummary ingress anriss "
        "lid manchet perex "
        "sommario occhiello bigode",
    ),
    (ARTICLE, "article story post entry artikel articulo noticia new"),
    (
        BODY,
        "articlebody articletext articlecontent articlecopy storybody storytext storycontent entrycontent "
        "entrybody entrytext postcontent postbody "
        "posttext postentry bodytext bodycopy bodycontent contentbody contenttext fieldbody namebody "
        "maintext richtext wysiwyg texto cuerpo "
        "detailtext detailbody detailcontent articlemain articlewrap textbody newsbody newstext newscontent "
        "newbody newtext newcontent "
        "bodyarticle contenuto inhalt artikeltext artikelinhalt brodtext storycopy articulocuerpo mainbody "
        "pagecontent singlecontent "
        "tdpostcontent prose",
    ),
    (
        PAYWALL,
        "paywall piano subscribe subscription subscriber premium metered regwall paid abo paygate "
        "registerwall gate blurred",
    ),
    (NEWSLETTER, "newsletter signup mailing optin mailchimp emailsignup"),
    (
        TAGS,
        "tag taglist tagcloud topic keyword categorie category schlagwort schlagworte themen tema posttag "
        "articletag rubrik",
    ),
    (LEGAL, "copyright legal disclaimer disclosure term imprint impressum privacy"),
    (
        HIDDEN,
        "hidden hide visuallyhidden sronly screenreader screenreadertext dnone ishidden assistive offscreen "
        "invisible printonly "
        "elementinvisible",
    ),
    (
        GALLERY,
        "gallery slideshow slider carousel bildergalerie galleria lightbox swiper slick photogallery "
        "imagegallery galerie",
    ),
    (VIDEO, "video player jwplayer videoj videoplayer audio audioplayer podcast"),
    (LIVE, "liveblog liveticker liveupdate livefeed livepost liveentry"),
    (
        CONSENT,
        "cookie consent gdpr cmpbox cmpbanner cmpwrapper cmpmodal cmpsetting "
        "onetrust didomi usercentric modal overlay popup cookiebanner cookiebar "
        "interstitial cookiedeclaration cookiepolicy cookieconsent cookienotice cmplz borlab",
    ),
    (
        POPULAR,
        "popular mostread mostviewed mostpopular mostshared mostcommented mostwatched trending trend "
        "topstorie topstory topnew "
        "meistgelesen meistgelesene maisleida maislida maslista pluslu pluslue leplusl masvisto populer "
        "terpopuler",
    ),
    (
        LATEST,
        "latest newest recent recentpost breaking livenew ticker neueste ultimahora ultime lastnew latestnew "
        "terbaru senaste siste",
    ),
    (QUOTE, "pullquote blockquote quote quotation"),
    (
        INFOBOX,
        "infobox factbox factfile faktabox faktaruta infografik keypoint takeaway highlight toc "
        "tableofcontent infokasten fancybox reference footnote fussnote endnote citenote",
    ),
    (KICKER, "kicker eyebrow overline overtitle topline dachzeile antetitulo flag label badge"),
    (BUTTON, "btn button cta"),
    (HEADER, "header masthead pageheader siteheader"),
)
# Words that begin the name of an embedded post, see EMBEDS.
_EMBED_WORDS = 1 << 35
_NAME_FLAGS: dict[str, int] = dict.fromkeys(
    "tweet instagram fb tiktok bluesky telegram".split(), _EMBED_WORDS
)
for _bit, _names in _WORDS:
    for _name in _names.split():
        for _form in (_name, f"{_name}s") if len(_name) > 2 else (_name,):
            _NAME_FLAGS[_form] = _NAME_FLAGS.get(_form, 0) | _bit
_BYTES_FLAGS = {name.encode(): flags for name, flags in _NAME_FLAGS.items()}
_known = _BYTES_FLAGS.get
_KNOWN_WORDS = frozenset(_BYTES_FLAGS)
# What the first and the second of two neighbours can be where both together are known.
_BEGINNINGS = frozenset(word[:cut] for word in _KNOWN_WORDS for cut in range(1, len(word)))
_ENDS = frozenset(word[cut:] for word in _KNOWN_WORDS for cut in range(1, len(word)))
# Sums and random names hold the letters, too: "css-1ad8r0m", "elementor-element-2e0a1ad", "ad13186a6581".
_DIGIT = re.compile(r"\d")
_AD_WORD = re.compile(r"(?<![a-z0-9])ads?(?![a-z]|\d+[a-wyz])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Letters stay, in lower case; all else parts words.
_SPLIT_NAMES = bytes(
    ord(chr(code).lower()) if chr(code).isalpha() and code < 128 else ord(" ") for code in range(256)
)
# "text-editor", "editor-content": what was typed into an editor, not who edited it.
_TYPED = frozenset((b"text", b"content", b"body", b"block", b"rich", b"visual", b"widget", b"wysiwyg", b"ck"))
_PICTURES = frozenset((b"image", b"img", b"photo", b"foto", b"picture", b"pic", b"bild"))
# commentlist, commentbody, commentarea ...; a commentary is a story.
_COMMENT_NAME = re.compile(r"[^a-zA-Z]*[Cc]omment(?!ar(?:y|ies)|ators?\b)")

TAG_FLAGS = {
    "nav": NAV, "footer": FOOTER, "aside": ASIDE, "article": ARTICLE, "figcaption": CAPTION, "header": HEADER,
    "button": BUTTON, "form": FORM, "table": TABLE, "ul": LIST, "ol": LIST, "dl": LIST, "menu": NAV,
    "blockquote": QUOTE, "address": BYLINE, "figure": FIGURE, "dialog": CONSENT, "caption": CAPTION,
}  # fmt: skip
_ROLE_FLAGS = {
    "navigation": NAV, "contentinfo": FOOTER, "complementary": ASIDE, "banner": HEADER, "article": ARTICLE,
    "dialog": CONSENT, "alertdialog": CONSENT, "menu": NAV, "menubar": NAV, "search": FORM, "button": BUTTON,
    "tablist": NAV, "listbox": FORM,
}  # fmt: skip
PROP_FLAGS = {
    "articlebody": BODY | ARTICLE, "headline": HEADLINE, "author": BYLINE, "datepublished": DATE,
    "datemodified": DATE,
    "description": SUMMARY, "caption": CAPTION, "comment": COMMENT, "articlesection": KICKER,
    "keywords": TAGS,
    "alternativeheadline": SUMMARY, "text": BODY,
}  # fmt: skip

# Names for a page's own tests, https://testing-library.com/docs/queries/bytestid: where class names are made
# by a machine ("css-1ad8r0m"), these still say what an element is.
TEST_NAMES = frozenset(
    "data-testid data-test-id data-test data-qa data-cy data-component data-component-name".split()
)
TELLING = frozenset(("role", "itemprop", "style", "hidden", "aria-hidden")) | TEST_NAMES

# Whole names whose words mislead: an embedded post is a quotation, not a share button.
EMBEDS = ("twitter-tweet", "instagram-media", "fb-post", "tiktok-embed", "bluesky-embed", "telegram-post")


# What WordPress names an entry beside "hentry": its state, categories and tags, none of which says what the
# element is.
# https://developer.wordpress.org/reference/functions/get_post_class/
_OF_ENTRY = ("status-", "category-", "tag-", "format-", "post_format-", "type-", "author-", "has-")
# Drupal says how a field's label is shown, and of which type the field is: "field--label-hidden",
# "field-type-text-with-summary" (the body).
_OF_FIELD = ("field--label-", "field-label-")
_FIELD_TYPE = ("field--type-", "field-type-")


# Names that hold "hidden" and hide nothing, or from some screens only: "overflow-hidden", "hidden-xs",
# "hide-on-mobile", and Tailwind's "hidden md:block" (https://tailwindcss.com/docs/responsive-design).
_SHOWN = frozenset(
    b"overflow xs sm md lg xl xxl phone phones mobile tablet desktop small medium large print empty".split()
)
_ON_WIDE_SCREENS = re.compile(r"\b(?:sm|md|lg|xl|2xl):(?:block|flex|grid|inline|contents|table)").search


def name_flags(names: str) -> int:
    """Flags that a class or id string stands for: those of each of its names."""
    flags = 0
    found = names.split()
    if "status-publish" in names or "hentry" in names or "type-post" in names:
        found = [name for name in found if not name.startswith(_OF_ENTRY)]
    for name in found:
        flags |= _FLAGS[name]
    if flags & HIDDEN and _ON_WIDE_SCREENS(names):
        flags &= ~HIDDEN
    return flags


def _one_name(name: str) -> int:
    parted = name if name.islower() else _CAMEL.sub("-", name)
    # Bytes are split ten times as fast as a regular expression finds words.
    words = parted.encode("utf-8", "replace").translate(_SPLIT_NAMES).split()
    if _KNOWN_WORDS.isdisjoint(words) and (_BEGINNINGS.isdisjoint(words) or _ENDS.isdisjoint(words)):
        # As most are: none of its words is known, nor can two of them be one that is.
        return COMMENT if "omment" in name and _COMMENT_NAME.match(name) else 0
    of_field = "field-" in name
    if of_field and name.startswith(_OF_FIELD):
        return 0
    flags = 0
    before = b""
    for word in words:
        flags |= _known(word, 0) | _known(before + word, 0)
        before = word
    if (
        flags & AD
        and _DIGIT.search(parted)
        and not _AD_WORD.search(parted.lower())
        and not any(_known(word, 0) & AD for word in words if word not in (b"ad", b"ads"))
    ):
        flags &= ~AD
    if flags & HIDDEN and not _SHOWN.isdisjoint(words):
        flags &= ~HIDDEN
    if flags & BYLINE and b"editor" in words and not _TYPED.isdisjoint(words):
        flags &= ~BYLINE
    if flags & BYLINE and len(words) > 1 and _of_picture(words):
        flags = (flags & ~BYLINE) | CREDIT
    if of_field and name.startswith(_FIELD_TYPE):
        return flags & DATE
    if "omment" in parted and _COMMENT_NAME.match(parted):
        flags |= COMMENT
    if flags & _EMBED_WORDS:
        flags = QUOTE if parted.startswith(EMBEDS) else flags & ~_EMBED_WORDS
    return flags


def _of_picture(words: list[bytes]) -> bool:
    """Whether a name is that of who made a picture, "image-author", and no picture of an author."""
    return any(word in _PICTURES and _known(after, 0) & BYLINE for word, after in pairwise(words))


class Remembered(dict[str, int]):
    """What a function says of short texts, asked as `remembered[text]`. Full, it begins anew: names come by
    the hundred and half of them once, which an `lru_cache` keeps in order at twice the cost.

    It is emptied as those are; see `newscrawl.memory`.
    """

    def __init__(self, function: Callable[[str], int], most: int = 32_768) -> None:
        super().__init__()
        self._function = function
        self._most = most

    def __missing__(self, text: str) -> int:
        if len(self) >= self._most:
            self.clear()
        found = self[text] = self._function(text)
        return found

    def cache_parameters(self) -> dict[str, Any]:
        return {"maxsize": self._most, "typed": False}

    def cache_clear(self) -> None:
        self.clear()


# Name by name, too: strings of classes come and go, but most of the names in them are in other strings.
_FLAGS = Remembered(_one_name)
CLASS_FLAGS = Remembered(name_flags)
"""Flags of class strings: most stand on many elements of a page, and on most pages of a site."""


def attribute_flags(name: str, value: str) -> int:
    """Flags that one of the `TELLING` attributes stands for."""
    if name == "role":
        return _ROLE_FLAGS.get(value.lower(), 0)
    if name == "itemprop":
        return PROP_FLAGS.get(value.lower(), 0)
    if name in TEST_NAMES:
        return CLASS_FLAGS[value]
    if name == "style":
        return HIDDEN if "display" in value and "none" in value else 0
    return HIDDEN if name == "hidden" or value == "true" else 0
