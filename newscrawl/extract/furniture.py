"""Short lines that a page puts around and between a story's paragraphs, told by their wording alone: reading
times, "Page 1 of 2", "Loading ...", dates and figure labels."""

from __future__ import annotations

import re

from newscrawl.extract.labels import STAMP, labels

__all__ = ["furniture", "is_date", "is_loose_end", "is_stamp"]

_READING_TIME = (
    r"(?:estimated |average )?reading time|time to read|lesezeit|lesedauer|(?:temps|durée) de lecture|"
    r"tiempo (?:estimado )?de lectura|tempo (?:stimato )?di lettura|tempo (?:estimado )?de leitura|leestijd|"
    r"lästid|lesetid|læsetid|lukuaika|czas czytania|doba čtení|olvasási idő|timp de citire|"
    r"время (?:на )?(?:чтения|прочтения)|час читання|okuma süresi|χρόνος ανάγνωσης|waktu baca|"
    r"وقت القراءة|זמן קריאה|(?:预计)?阅读时间|読了時間|읽는 시간"
)
_PAGE_OF = (
    r"(?:seite|page|página|pagina|sida|side|sivu|strona|strana|страница) \d+ (?:von|of|sur|de|di|van|av|af|z|"
    r"ze|из|/) \d+"
)
_LOADING = (
    r"loading|please wait|bitte warten|wird geladen|chargement(?: en cours)?|cargando|carregando|"
    r"caricamento(?: in corso)?|wordt geladen|laddar|laster inn|ładowanie|načítání|загрузка|завантаження|"
    r"yükleniyor|φόρτωση|جار(?:ي|ٍ) التحميل|読み込み中|加载中|로딩 ?중"
)
_MACHINERY = re.compile(
    rf"\W*(?:(?:{_READING_TIME})\b.{{0,30}}|(?:{_PAGE_OF})|(?:{_LOADING}))\W{{0,5}}$", re.IGNORECASE
).match
# "Figure 3: ...", "Abb. 2: ...", "Header image: ..."
_FIGURE = re.compile(
    r"\W*(?:(?:abbildung|abb\.?|figure|fig\.?|figura|grafik|infografik|graphic|bild|foto|photo|image|kuva|"
    r"рис\.?|рисунок|rys\.?|図|图|그림) ?\d{1,3}\w?|abbildung|beitragsbild|titelbild|aufmacherbild|"
    r"headerbild|(?:header|featured|cover|title|lead|main) (?:image|photo|picture)|"
    r"image (?:à la une|de couverture)|(?:foto|imagen) de portada|foto di copertina|imagem de capa)"
    r" ?(?:[:：]|[–—-] )",
    re.IGNORECASE,
).match
# An invitation to a channel elsewhere: "Follow us on WhatsApp", "Mantente informado en Google Noticias".
_CHANNEL = re.compile(
    r"\b(?:follow|join|folg(?:e|en|t)|abonnier(?:e|en|t)|suivez|rejoignez|s[ií]gue(?:nos)?|únete|mantente|"
    r"suscr[ií]bete|siga|acompanhe|entre|segui(?:ci)?|iscriviti|volg|följ|følg|seuraa|obserwuj|śledź|dołącz|"
    r"подпи\w+|takip|ikuti|gabung)\b.{0,80}\b(?:google (?:news|noticias|notícias|discover|haberler|"
    r"actualit\w+|nieuws)|whats ?app|telegram|threads|bluesky)\b",
    re.IGNORECASE,
).search
_CHANNELS = ("oogle", "hats", "elegram", "hreads", "luesky")

_CLOCK = (
    r"(?:,?[\s|–—-]{1,3}(?:um |at |à |a las |às |kl\.? |ore )?\d{1,2}[:.h]\d\d(?::\d\d)?"
    r"(?: ?(?:uhr|h|[ap]\.?m\.?))?)?"
)
_YEAR = r"(?:19[5-9]|20[0-4])\d"
_DATE = re.compile(
    rf"(?:[^\W\d_]{{2,12}}\.?,? )?(?:\d{{1,2}}[./-] ?\d{{1,2}}[./-] ?{_YEAR}|"
    rf"{_YEAR}[./-]\d{{1,2}}[./-]\d{{1,2}}|"
    rf"\d{{1,2}}(?:\.|st|nd|rd|th|er)? (?:de |of )?[^\W\d_]{{3,12}}\.?,? (?:de )?{_YEAR}|"
    rf"[^\W\d_]{{3,12}}\.? \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}|{_YEAR}年\d{{1,2}}月\d{{1,2}}日)"
    rf"{_CLOCK}\W{{0,3}}$",
    re.IGNORECASE,
).match
_ADDRESS = re.compile(
    r"\W*(?:(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}(?:/\S*)?)\W*$",
    re.IGNORECASE,
).match
_MAIL = re.compile(r"\W*[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,8}\W*$", re.IGNORECASE).match
_LEADS_ON = re.compile(r"[\w)\]\"»”.] ?[:：]$").search
_AROUND = " \t.…!:>»›<«‹+×▼▾▲-"
_LEAD = 120
# Letters of a stamp with its label at most; the day in it.
_STAMP = 100
_DAY = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d|"
    r"\d{1,2}\.? (?:de )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4}"
).search
# What stands behind a figure's label, and how far from the line's beginning at most.
_MARKS = frozenset(":：-–—")
_LABEL = 40


# What buttons and players say, alone in a line.
_BUTTONS = frozenset(
    "show more|show less|read full article|read full story|expand|collapse|toggle menu|"
    "skip to main content|skip to content|skip advertisement|link copied|copy link|"
    "add to favourites|add to favorites|save for later|read offline|open in app|read in app|"
    "get our free app|back to home|go to homepage|jump to comments|click to enlarge|tap to unmute|"
    "view full image|fullscreen|full screen|previous|in this article|paid post|loading ad|"
    "loading related content|mehr anzeigen|weniger anzeigen|mehr laden|schließen|vollbild|"
    "bild vergrößern|zum inhalt springen|afficher plus|afficher moins|voir plus|voir moins|fermer|"
    "plein écran|ver más|ver menos|mostrar más|mostrar menos|cerrar|ampliar|ver mais|mostrar mais|"
    "fechar|mostra di più|mostra tutto|mostra altro|chiudi|toon meer|meer tonen|sluiten|visa mer|"
    "visa fler|stäng|vis mer|vis mere|lukk|luk|näytä lisää|sulje|pokaż więcej|zamknij|"
    "zobrazit více|zavřít|показать ещё|показать еще|закрыть|показати більше|закрити|"
    "daha fazla göster|kapat|もっと見る|閉じる|显示更多|查看更多|关闭|더보기|닫기".split("|")
)
_LONGEST_BUTTON = max(map(len, _BUTTONS)) + 4
_PLACES = re.compile(
    r"(?:slide |image |photo |bild |foto )?\d{1,3} ?(?:/|of|von|de|sur) ?\d{1,3}\W*$", re.I
).match


def furniture(text: str) -> str:
    """Kind of a short line that the page put there; "" of any other."""
    if len(text) <= _LONGEST_BUTTON and (text.lower().strip(_AROUND) in _BUTTONS or _PLACES(text)):
        return "other"
    if len(text) < 80:
        if _MACHINERY(text):
            return "other"
        if "@" in text and _MAIL(text):
            return "byline"
    if not _MARKS.isdisjoint(text[:_LABEL]) and _FIGURE(text):
        return "caption"
    if len(text) < 200 and any(name in text for name in _CHANNELS) and _CHANNEL(text):
        return "newsletter"
    return ""


def is_date(text: str) -> bool:
    """Whether a line is a date and nothing else, with its time of day or without."""
    return len(text) < 50 and _DATE(text) is not None


def is_stamp(text: str) -> bool:
    """Whether a line over the text is a stamp with its label: "13 mar 2024 - 17h15 (Atualizada em 14 mar)".

    >>> is_stamp("Ultimo aggiornamento: 14-03-2024 06:00"), is_stamp("Updated rules came on 5 May 2016.")
    (True, False)
    """
    if len(text) > _STAMP or text[-1] in ".!?" or _DAY(text) is None:
        return False
    return bool(labels(text)[1] & STAMP)


# Initials of who wrote or edited a story, and what agencies end theirs with.
_SIGNED_OFF = re.compile(
    r"[(–—-]{0,2}\s*(?:[a-zäöüßñ]{2,5}(?:/[a-zäöüß]{2,5}){0,3}|[A-Z]{2,5}(?:/[A-Za-z]{2,5}){0,3}|"
    r"Enditem|The-CNN-Wire|Ends?|ENDS?|DR // [A-Z]{2,4}|Lusa/[Ff]im)\s*[)–—-]{0,2}"
).fullmatch


def is_loose_end(text: str) -> bool:
    """Whether a text's last line says nothing there: a date, an address, a number, initials, or what led to a
    list of links that is not part of it ("More about the harbour here:")."""
    if len(text) > _LEAD:
        return False
    if len(text) < 18 and _SIGNED_OFF(text) is not None:
        return True
    return _LEADS_ON(text) is not None or text.isdigit() or is_date(text) or _ADDRESS(text) is not None
