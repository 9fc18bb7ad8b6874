"""Names of people told apart in a byline: "By Ana Ruiz and Tom Falk, Staff Writers" -> Ana Ruiz, Tom Falk."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from newscrawl.anycase import AnyCase
from newscrawl.joiners import without_stray_joiners

_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
# "By", in the languages of the world, and what may stand before it.
_BY = re.compile(
    r"^\W*(?:(?i:(?:(?:\w+ (?:and|&) )?(?:written|reported|posted|published|story|words|text|report|"
    r"commentary|opinion|analysis)\s+)?by"
    r"|published|author|autho?rs|autor(?:es|en|in|a)?|auteur|redakt\w*(?=\s*:)|a cura di|"
    r"de notre correspondant\w*|mis à jour par|propos recueillis par|dal nostr[oa] \w+|dalla nostra \w+|"
    r"von unser\w+ (?:korrespondent|reporter|redakteur|mitarbeiter)\w*|aus \w+ berichtet|"
    r"(?:publié|posté|rédigé|écrit|proposé) par|(?:publicado|escrito) por|(?:pubblicato|scritto) da|"
    r"(?:erstellt|geschrieben|verfasst|veröffentlicht|eingestellt|gepostet|ein beitrag) von|"
    r"(?:geschreven|geplaatst) door|(?:skrevet|skriven|publicerad|publisert|udgivet|publiceret) a[fv]|"
    r"(?:escrit|publicat) per|(?:scris|publicat) de|(?:napisane|opublikowane|dodane) przez|"
    r"γράφτηκε από(?: τον| την)?|"
    r"ditulis oleh|viết bởi|написан[ао]? от|ein \w+ von|γράφ(?:ει|ουν) (?:ο|η|οι)|του|της|των|συντάκτης|"
    r"tác giả|pewarta|opracowa(?:nie|ł|ła)|от|"
    r"von|vom|par|por|di|door|av|af|od|przez|"
    r"texte?|texto|"
    r"tekst|"
    r"penulis|oleh|laporan|yazan|haber|автор\w*|текст|від|szerző|írta|kirjoittanut|napsal\w*|skriver|"
    r"reporter|"
    r"with|from)\b\s*:?|[Oo]prac\.|de(?= [A-Z]\w+ [A-Z])|"
    r"著者?:?|(?:取材・?)?文[/:：／丨｜|・＝=]|撰文[/:：／]|"
    r"作者[:：／｜|，]|[\w《》]{0,8}\s?(?:记者|記者|评论员|評論員|通讯员)[:：・]?|기자명|글[·ㆍ]?(?:사진)?(?=\s)|작성자|"
    r"[가-힣]{2,12}=(?=[가-힣])|[ァ-ヶー・]{2,10}＝(?=[一-鿿])|"
    r"بقلم\s*:?|كتبت?(?!\w)\s*[-–:]?|إعداد\s*:?|מאת\s*:?|द्वारा\s*:?|लेखक\s*:?|लेखिका\s*:?|"
    r"(?:เขียน)?โดย\s*:?|ผู้เขียน\s*:?|ผู้สื่อข่าว\s*:?|লেখক\s*:?|লেখা\s*:|"
    r"(?:الكاتب|مصنف|執筆者|எழுதியவர்)\s?[,،，、:])\s*(?=\S)",
)
_BY_GLUED = re.compile(r"^(?:By|Von|Par|Por)(?=[A-ZÀ-Þ][a-zà-þ])")
# "and" between two names.
_AND = re.compile(
    r"\s+(?:and|und|et|y|e|og|och|en|ve|és|и|та|і|a|i|και|و|und|oraz|&|\+|with|dan)\s+|"
    r"\s*[;|/／•·・、，＆&\n]\s*|\s+[-–—]\s+",
    re.I,
)
_WEAK_AND = re.compile(r"^\s+(?:e|y|i|a|en|et|і|و|ve|with)\s+$", re.I)
_APART = re.compile(r"[,;|/]|\s(?:and|und)\s")
_COMMA = re.compile(r"\s*[,،]\s+|,$|\s{3,}")
_MAIL = re.compile(r"\S+@\S+\.\w+|https?://\S+|www\.\S+|(?<!\w)@\w+|\b[\w-]+\.(?:com|net|org|de|fr|co\.uk)\b")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# A part that names an organisation, a desk or a thing is no person.
_ORGANISATION = (
    "editorial|team|desk|newsroom|news|agency|agencies|online|digital|web|redaktion\\w*|rédaction|"
    "redacción|redação|redazione|"
    "toimitus|haber|magazine|times|press|post|gazette|tribune|herald|network|media|group|inc|ltd|llc|gmbh|"
    "tv|radio|live|"
    "follow|share|comments?|read|minutes?|ago|today|yesterday|category|profile|view|archive|more|bio|email|"
    "twitter|facebook|"
    "sponsored|advertis\\w+|partner|content|department|university|institute|foundation|ministry|services?|"
    "sports?|politics|"
    "business|culture|opinion|world|video|photos?|images?|credit|source|quelle|quellen|fonte|fuente|stand|"
    "uhr|agencias|"
    "agenzie|agences|agenturen|bloomberg|nachrichten|zeitung|tageszeitung|presse|journal|daily|weekly|"
    "newspaper|of|the|for|"
    "at|in|on|is|are|was|updated?|published|posted|kommentar|ressort\\w*|politik|wirtschaft|sport|kultur|"
    "cultural|political|"
    "crypto|exclusive|guest|special|subscribe|login|print|save|listen|crowned|and|with|your|our"
)
# A person's role: the name ends where it begins.
_ROLES = (
    "editors?|reporters?|correspondents?|journalists?|writers?|columnists?|contributors?|contributing|"
    "staff|senior|chief|"
    "deputy|head|bureau|freelance|producer|photographer|analyst|fellow|professor|director|manager|authors?|"
    "redakteur\\w*|"
    "redaktør\\w*|korrespondent\\w*|reporterin|journalistin|journaliste|correspondant\\w*|envoyé\\w*|"
    "spécial\\w*|redactor\\w*|"
    "periodista|jornalista|corresponsal|enviad[oa]|giornalista|redacteur|verslaggever|redaktor|dziennikarz|"
    "toimittaja|"
    "reportér|muhabir\\w*|specialist|expert|coach|founder|ceo|president|secretary|minister|ph\\.?d|m\\.?d|"
    "esq|leiter\\w*|"
    "volont\\w+|autorin|chef\\w*|verantwortlich\\w*|leitung|mitarbeiter\\w*|national|investigat\\w+|"
    "exclusively"
)
_ORGANISED = AnyCase(rf"(?<![\w'’-])(?:{_ORGANISATION})(?![\w'’-])")
_ROLE = AnyCase(rf"(?<![\w'’-])(?:{_ROLES})(?![\w'’-])")
# "Lauren Falk MS RDN": letters after a name.
_POST_NOMINAL = re.compile(r"(?:[,\s]+(?:[A-Z]{2,4}|Ph\.?D\.?|M\.D\.|MSc|BSc|MBA))+$")
# "posted on 19 December by Ana Ruiz"; not "Christoph von Eichhorn".
_BY_INSIDE = re.compile(r"(?:\d.*?[\s|]|posted |published )(?:by|von|par|por|door)\s+(?=[A-ZÀ-Þ])")
# "Ana Ruiz - Madrid": one word behind a whole name is where it was written.
_PLACE = re.compile(r"^([^\W\d_]\S*(?: [^\W\d_]\S*){1,3}) [-–—] [^\W\d_]+$")
# "Ana Ruiz in Lima", "Ana Ruiz for Harbour News", "Ana Ruiz Updated: 5 May": the name ends there.
_BEHIND_NAME = re.compile(
    r"([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}?) (?:(?:in|aus|em|en|à|for|für|pour|para) [A-ZÀ-Þ]|"
    r"(?:last )?(?:updated|published|posted|aktualisiert|mis à jour|actualizado)\b)",
    re.I,
).match
# What an editor or a correspondent is responsible for.
_FIELDS = frozenset(
    "political politics education health business sport sports crime environment science technology tech "
    "news managing executive associate assistant features foreign city local community digital data "
    "investigations courts housing transport arts culture cultural entertainment economics economy "
    "diplomatic defence defense security religion money finance financial world europe asia africa us uk "
    "breaking night weekend online web social media legal royal showbiz consumer energy climate labour "
    "labor".split()
)
# "Text und Interview: Ana Ruiz"
_LABEL = re.compile(r"^[^\W\d_]+(?: [^\W\d_]+){0,3}\s*:\s+(?=\S)")
_MARKUP = re.compile(r"<[^<>]*>")
_IN_JSON = re.compile(r'"name"\s*:\s*"([^"]+)"')
# A company or a public body: commas within its name part no people.
_COMPANY = AnyCase(
    r"(?<!\w)(?:gmbh|inc|ltd|llc|plc|s\.a\.|s\.r\.l|verlag|ministerium|departement|bundesamt|verband|stiftung|universität|"
    r"university|institut|foundation|gesellschaft|corporation|feuerwehr|abteilung|polizei\w*)(?!\w)|خبرگزاری|وكالة|صحيفة|روزنامه|سایت",
)
# Accounts that a publishing system makes.
_PLACEHOLDER = re.compile(
    r"\W*(?:super ?users?|(?:web|wp|site)?[ _-]?admin(?:istrator|istrador)?s?|webmaster|root|default|guest|"
    r"anonym\w*|unknown|null|none|undefined|n/a|test)\W*",
    re.I,
)
# Who made the site rather than the story.
_MAKER = re.compile(r"\bwww\.|\b(?:web)?design(?:ed)?\b|\b(?:powered|developed) by\b", re.I)
# A desk that signs where no person does: "Redaktion", "News Desk", "HT Correspondent".
_DESK = re.compile(
    r"(?<![\w-])(?:(?:\w+)?redaktion(?:steam)?|redacción|redação|redazione|rédaction|redactie|redaksi|"
    r"redakcja|redakce|redakcija|toimitus|редакция|редакція|news ?desk|web ?desk|"
    r"newsroom|staff|correspondent|editorial team)(?![\w-])",
    re.I,
)
# The same in scripts without capitals.
_DESK_UNCASED = re.compile(
    r"প্রতিবেদক|প্রতিনিধি|সংবাদদাতা|ডেস্ক|संवाददाता|प्रतिनिधि|डेस्क|ब्यूरो|न्यूज एजेंसी|편집국|편집부|뉴스팀|취재팀|"
    r"編集部|編輯部|编辑部|報導中心|ข่าวออนไลน์|กองบรรณาธิการ|هيئة التحرير|فريق التحرير|گروه (?:خبر|تحریر)|"
    r"تحریریه|מערכת|ویب ڈیسک|ஆசிரியர் குழு"
)
# What stands beside a byline and signs nothing, where all else in capitals may.
_NO_SIGNATURE = re.compile(
    r"(?<![\w-])(?:follow|share|comments?|read|minutes?|ago|today|yesterday|category|profile|view|archive|more|bio|"
    r"e-?mail|twitter|facebook|sponsored|advertis\w+|partner|content|photos?|images?|credit|source|quelle\w*|fonte|"
    r"fuente|stand|uhr|updated?|published|posted|subscribe|login|print|save|listen|watch|contact|about|home|donate|"
    r"editors?|writers?|reporters?|authors?|the|our|your)(?![\w-])",
    re.I,
)
_ENDS_SHORT = re.compile(r"(?:^|[\s.])(?:[A-Z]|[JS]r)$")
_ENDS_OPEN = frozenset("by von par por di van door av af od the and und et".split())
_NO_FIRST_NAME = frozenset("das die the les el los il diario".split())
# What a reporter is called behind the name: "홍길동 기자".
_ROLE_BEHIND = re.compile(
    r"\s?(?:(?:인턴|선임|수습|전문|객원|사진|영상|[가-힣]{2} ?전문)?기자|특파원|논설위원|편집위원|통신원|"
    r"(?<=[一-鿿]{4})記者)$"
)
# Where the line was written, or how, in a part of a Chinese byline of its own: "台北報導".
_REPORTED = ("報導", "报道", "報道", "電", "电", "訊", "讯", "综合", "綜合", "市", "省")
# "Cairo - Ana Ruiz", in Arabic letters: one word before a whole name.
_PLACE_BEFORE = re.compile(r"^[\u0620-\u06ff]+ ?[-–—:] ?(?=[\u0620-\u06ff]+ [\u0620-\u06ff])")
_KANA = re.compile(r"[\u30a0-\u30ff]")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SIGN = re.compile("[\u2190-\u2bff]")  # arrows, stars, ornaments
# "Text von Ana Ruiz Illustration von Tom Falk"
_THEN_OTHERS = re.compile(r"\s(?:illustration(?:en)?|fotos?|photos?|bilder)\s*(?:von|by|par|:)", re.I)
_HAS_DIGIT = re.compile(r"\d")
_SCRIPT_WITHOUT_CASE = re.compile(r"[\u0590-\u08ff\u0900-\u1cff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TITLES = re.compile(
    r"^(?:dr\.?|prof\.?|professor|mag\.?|ing\.?|dipl\.-?\w*\.?|mr\.?|mrs\.?|ms\.?|herr|frau|sir|dame|datuk|"
    r"tan sri|shri|smt\.?)\s+(?=\w)",
    re.I,
)
_PARTICLES = frozenset(
    "de da do dos das del della di du der den des van von vom zu zum zur la le les el al bin binti ibn abu "
    "ben bint y e i te ter ten af av "
    "und of the o' san st. 't d' l' ould ag dalla dal lo degli".split()
)
# "Ana Ruiz, ARD-Studio Stockholm": initials joined to a word are a house's.
_HOUSE = re.compile(r"[A-ZÄÖÜ]{2,5}-[A-ZÄÖÜ]?[a-zäöüß]")
# Letters that open and close a name wrongly.
_EDGE = " \t\u00a0,.;:|-–—•·*\"“”„'‚’«»<>()[]/\\_+&〔〕【】（）"


def fold_name(name: str) -> str:
    """A name without case, accents and punctuation: what makes two spellings of a byline one."""
    name = name.casefold()
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(name))


def desk_in(text: str, signed: bool = False) -> str | None:
    """The desk or organisation that signs a byline no person signs.

    :param signed: the text is a byline for certain, and any name in capitals is a desk's.

    >>> desk_in("Von Redaktion"), desk_in("Quay News", signed=True), desk_in("Read more", signed=True)
    ('Redaktion', 'Quay News', None)
    """
    text = _SPACE.sub(" ", _BY.sub("", text.strip(), count=1)).strip(_EDGE)
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) > 50 or _HAS_DIGIT.search(text) or _PLACEHOLDER.fullmatch(text):
        return None
    if _DESK.search(text) or (not text.isascii() and _DESK_UNCASED.search(text)):
        return text
    if not signed or len(words) < 2 or _NO_SIGNATURE.search(text):
        return None
    return text if all(word[0].isupper() for word in words) else None


def names_in(text: str, sure: bool = False, signed: bool = False) -> list[str]:
    """Names of people in one byline text.

    :param sure: the text is stated to be a name (JSON-LD): one word and unusual case are taken too.
    :param signed: the text is shown as a name, behind a "By" or as a link to a person's page: one word is
        taken, and one in small letters.
    """
    if _PLACEHOLDER.fullmatch(text) or (sure and _MAKER.search(text)):
        return []
    label = _BY.match(f"{text} \0")
    if label is not None and label.end() > len(text) and _ROLE_BEHIND.search(text) is None:
        return []  # "Scritto da": the name stands in an element of its own
    text = html.unescape(text) if "&" in text else text
    text = text if text.isascii() else without_stray_joiners(_INVISIBLE.sub("", text))
    if len(text) > 400 or _COMPANY.search(text):
        return []
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    if text.startswith("{") and (named := _IN_JSON.search(text)):
        text = named.group(1)
    if "@" in text or "." in text or "://" in text:
        text = _MAIL.sub(" ", text)
    if "(" in text or "[" in text:
        text = _PARENTHESES.sub(" ", text)
    text = text.replace("\u00a0", " ").strip()
    text = whole = _without_beginning(text, _BY_GLUED)
    while by := _BY.match(text):  # "Text: Von Ana Ruiz"
        text = text[by.end() :]
        if "记者" in by.group():  # between names of two Chinese reporters stands a space
            text = text.replace(" ", "、")
    explicit = text != whole
    if explicit and (other := _THEN_OTHERS.search(text)):
        text = text[: other.start()]
    if not (explicit or sure) and (inside := _BY_INSIDE.search(text)):
        text, explicit = text[inside.end() :], True
    if not sure and not _BEHIND_NAME(text):
        text = _without_beginning(text, _LABEL)
    if not text.isascii():
        text = _without_beginning(text, _PLACE_BEFORE)
    if place := _PLACE.match(text):
        text = place[1] + text[place.end() :]
    found: list[str] = []
    parts = _parts(text)
    signed = signed and len(parts) == 1
    for part in parts:
        # "Ana Ruiz, MDR NORD": a part in capitals after a name that is not.
        if found and part.isupper() and not found[0].isupper() and len(found[0]) > 4:
            continue
        if found and _HOUSE.match(part.lstrip()):
            continue
        if not part.isascii() and _DESK_UNCASED.search(part):  # what stands behind it is where it is
            break
        # "Ana Ruiz, Lima", "Ana Ruiz, de São Paulo": one word more, or a small letter, is where she is.
        if found and not sure and part.lstrip()[:1].islower():
            continue
        name = _name(part, sure, sure or signed or (explicit and not found), signed)
        if name:
            found.append(name)
    return found


def _without_beginning(text: str, beginning: re.Pattern[str]) -> str:
    match = beginning.match(text)
    return text[match.end() :] if match is not None else text


def _parts(text: str) -> list[str]:
    """A byline split where one name ends: at "and" and commas."""
    parts: list[str] = []
    start = 0
    for match in _AND.finditer(text):
        # "Ortega y Gasset", "Anne i Skaugen": a short word may be part of a name; two full names stand
        # around "and".
        if _WEAK_AND.match(match.group()):
            left = _APART.split(text[start : match.start()])[-1]
            right = _APART.split(text[match.end() :])[0]
            if (len(left.split()) < 2 or len(right.split()) < 2) and not _caps(left):
                continue
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    return [piece for part in parts for piece in _COMMA.split(part)]


def _caps(text: str) -> bool:
    return text.isupper() and len(text) <= 6


def _name(part: str, sure: bool, one_word: bool, signed: bool) -> str | None:
    part = " ".join(part.split()).strip(_EDGE)
    part = _without_beginning(part, _TITLES)
    while by := _BY.match(part):
        part = part[by.end() :]
    part = part.strip(_EDGE)
    if not sure and (behind := _BEHIND_NAME(part)) is not None:
        part = behind[1].strip(_EDGE)
    western = part.isascii()
    if not western and _SIGN.search(part):
        return None  # something to press
    if not part or len(part) > 60 or _HAS_DIGIT.search(part):
        return None
    if not western:
        part = _ROLE_BEHIND.sub("", part)
    if not western and _HAN.search(part):
        if part.endswith(_REPORTED) or "：" in part:
            return None
        # A name of Chinese characters has five at most, one in kana may have twelve; else it is a sentence.
        longest = 20 if sure else 12 if _KANA.search(part) else 5
        return part if len(part) <= longest and "。" not in part else None
    if not western and _SCRIPT_WITHOUT_CASE.search(part):
        return part if len(part) <= 40 and len(part.split()) <= 5 else None
    if not part.isupper():
        part = _POST_NOMINAL.sub("", part)
    # "Rahul Singh Staff Writer": the name ends where the role begins.
    role = _ROLE.search(part)
    if role is not None:
        named = part[: role.start()].strip(_EDGE).split()
        while len(named) > 2 and named[-1].casefold() in _FIELDS:  # "Ana Ruiz Political Editor"
            named.pop()
        part = " ".join(named)
        if not 2 <= len(named) <= 4:
            return None
    words = part.split()
    if words and (words[0].casefold() in _NO_FIRST_NAME or words[-1].casefold() in _ENDS_OPEN):
        return None
    if _ORGANISED.search(part) or not 1 <= len(words) <= 6 or not any(letter.isalpha() for letter in part):
        return None
    # One word is a pen name; in capitals it is initials of a newspaper, a station, an agency.
    if len(words) == 1 and (not one_word or len(part) < 3 or (part.isupper() and len(part) < 7)):
        return None
    if signed and part.islower() and part.replace(" ", "").isalpha():
        # Styles set it in capitals; one word is an account's name, written as it likes.
        return part if len(words) == 1 else part.title() if not _PARTICLES.issuperset(words) else None
    for word in words:
        first = word.lstrip("'’‘(\"“")[:1]
        if first and first.islower() and word.casefold() not in _PARTICLES and not (sure and len(words) > 1):
            return None
    if len(part) > 3 and _ENDS_SHORT.search(part, len(part) - 3):  # "Nelson C.J.", "John Falk Jr."
        part += "."
    return part


def merge(groups: Iterable[Iterable[str]]) -> list[str]:
    """Names of several readings in order, each once; a name that is part of a longer one is that one."""
    found: dict[str, str] = {}
    for group in groups:
        for name in group:
            folded = fold_name(name)
            if folded and folded not in found:
                found[folded] = name
    return list(found.values())
