"""Words that lead from a story to others: "See also", "Most read"; alone in their line, or before a
headline."""

from __future__ import annotations

import re

from newscrawl.extract.block_kinds import POPULAR, RELATED, heading_kind, is_label

__all__ = ["leads_elsewhere", "may_lead"]

# What `block_kinds.heading_kind` knows is for headings of lists: it takes "Hintergrund" and sentences of a
# story, too.
_LEADS = frozenset(
    "read more|read also|also read|see also|read next|must read|see more|related|related story|"
    "related stories|related article|related articles|related news|related coverage|related content|"
    "related link|related links|related information|keep reading|don't miss|don’t miss|more on this|"
    "more on this story|more on this topic|more stories|next story|you may also like|you might also like|"
    "recommended|recommended reading|further reading|also see|also watch|watch also|up next|in other news|"
    "lesen sie auch|lesen sie hier|lesen sie mehr|lesen sie mehr zum thema|lesen sie dazu|"
    "lesen sie dazu auch|lesen sie jetzt auch|lesen sie zum thema|lesen sie außerdem|lies auch|lies mehr|"
    "lesetipp|"
    "auch interessant|siehe auch|mehr zum thema|mehr dazu|mehr lesen|passend dazu|unsere empfehlung|"
    "unsere empfehlungen|weitere links|weitere artikel|weiterführende links|weiterführende artikel|"
    "könnte sie auch interessieren|könnte dich auch interessieren|könnte euch auch interessieren|"
    "das könnte sie auch interessieren|das könnte dich auch interessieren|"
    "das könnte euch auch interessieren|das könnte sie interessieren|das könnte dich interessieren|"
    "dieses thema könnte sie auch interessieren|"
    "lire aussi|lire également|à lire aussi|à lire également|à lire|à voir aussi|voir aussi|à découvrir|"
    "sur le même sujet|sur le même thème|dans le même thème|même sujet|"
    "lea también|lea más|lea además|lee también|lee más|lee además|leer también|ver también|vea también|"
    "mira también|mirá también|leé también|te puede interesar|le puede interesar|puede interesarte|"
    "también puede leer|también te puede interesar|quizás te interese|no te pierdas|más información|"
    "noticias relacionadas|nota relacionada|notas relacionadas|sigue leyendo|"
    "leia também|leia mais|veja também|veja mais|saiba mais|confira também|leia ainda|"
    "leggi anche|leggi di più|leggi tutto|vedi anche|guarda anche|approfondisci|potrebbe interessarti|"
    "potrebbe interessarti anche|lees ook|lees meer|lees verder|bekijk ook|lees nog|"
    "läs också|läs även|läs mer|se också|les også|les mer|se også|læs også|læs mere|"
    "lue myös|lue lisää|lue aiheesta lisää|katso myös|"
    "czytaj też|czytaj także|czytaj również|czytaj więcej|zobacz też|zobacz także|zobacz również|"
    "przeczytaj też|przeczytaj także|przeczytaj również|"
    "čtěte také|čtěte i|přečtěte si|přečtěte si také|čítajte aj|čítajte tiež|prečítajte si|"
    "olvasd el ezt is|olvassa el ezt is|olvassa el is|olvasta már|kapcsolódó|"
    "citește și|citeşte şi|citește mai mult|vezi și|"
    "читайте также|читать также|читайте ещё|читайте еще|смотрите также|по теме|ещё по теме|еще по теме|"
    "читайте також|дивіться також|також читайте|прочетете още|прочетете също|вижте още|"
    "още по темата|διαβάστε επίσης|διαβάστε ακόμα|διαβάστε ακόμη|δείτε επίσης|δείτε ακόμα|"
    "ayrıca okuyun|bunu da okuyun|ilgili haber|ilgili haberler|bunlar da ilginizi çekebilir|"
    "pročitajte i|pročitaj i|pročitajte još|pročitaj još|pročitajte više|preberite tudi|preberite še|"
    "lexo edhe|lexo gjithashtu|lasi arī|lasīt arī|skaitykite taip pat|taip pat skaitykite|"
    "loe ka|loe lisaks|lestu meira|lesið einnig|"
    "اقرأ أيضا|اقرأ أيضاً|اقرأ ايضا|ایضا|إقرأ أيضا|إقرأ أيضاً|اقرأ المزيد|شاهد أيضا|شاهد أيضاً|"
    "بیشتر بخوانید|همچنین بخوانید|یہ بھی پڑھیں|مزید پڑھیں|קראו גם|קראו עוד|ראו גם|"
    "यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|यह भी पढ़े|ये भी पढ़े|हेही वाचा|हे वाचा|আরও পড়ুন|আরো পড়ুন|"
    "આ પણ વાંચો|ਇਹ ਵੀ ਪੜ੍ਹੋ|இதையும் படிங்க|மேலும் படிக்க|ఇది కూడా చదవండి|ఇవీ చదవండి|ഇതും വായിക്കൂ|"
    "baca juga|simak juga|lihat juga|baca selengkapnya|baca lagi|đọc thêm|xem thêm|"
    "อ่านเพิ่มเติม|อ่านข่าวเพิ่มเติม|ข่าวที่เกี่ยวข้อง|soma pia|soma zaidi|"
    "関連記事|あわせて読みたい|相关阅读|相关新闻|相关文章|相关链接|"
    "延伸阅读|延伸閱讀|相關新聞|관련기사|관련 기사".split("|")
)  # fmt: skip
# These only in capitals: "WATCH: ..."; "Watch: it will go wrong" is a sentence.
_SHOUTED = frozenset(
    "WATCH|MORE|LISTEN|VIDEO|VIDEOS|VÍDEOS|PHOTOS|GALLERY|READ|MUST SEE|MUST WATCH".split("|")
)
_LONGEST = 220
# Letters from here on are of scripts that write no spaces.
_UNSPACED = "\u0e00"
_LONGEST_LEAD = max(map(len, _LEADS)) + 4
_BEHIND_LEAD = re.compile(r"[:：|>»]|\s[–—-]\s").search
_EDGES = " \t.…!:：>»*|–—-)]】〕］）"


_FIRST_WORDS = frozenset(lead.partition(" ")[0] for lead in _LEADS)


def may_lead(text: str, word: str) -> bool:
    """Whether a line is worth asking `leads_elsewhere`: by its length and the word it begins with.

    :param word: the first word in small letters.
    """
    return (
        len(text) <= _LONGEST_LEAD
        or word.rstrip(_EDGES) in _FIRST_WORDS
        or word >= _UNSPACED
        or text[:4].isupper()
    )


def leads_elsewhere(text: str, lower: str) -> bool:
    """Whether a line leads to another story, with its headline or without.

    :param text: without the marks it begins with.
    :param lower: the same in small letters.

    >>> leads_elsewhere("Read more: Ferry to run again", "read more: ferry to run again")
    True
    >>> leads_elsewhere("Watch: it will go wrong.", "watch: it will go wrong.")
    False
    """
    if len(text) > _LONGEST:
        return False
    end = _BEHIND_LEAD(lower, 0, _LONGEST_LEAD)
    if end is None:
        return len(lower) <= _LONGEST_LEAD and (
            lower.rstrip(_EDGES) in _LEADS or (is_label(text) and _heads_stories(text))
        )
    if lower[: end.start()].rstrip() in _LEADS:
        return True
    return text[: end.start()].rstrip() in _SHOUTED and text[-1] != "."


def _heads_stories(text: str) -> bool:
    """Whether a label's words are those over a list of stories, and no others."""
    kind = heading_kind(text)
    if kind == POPULAR:
        return not text[-1].isdigit()  # "Top 10" heads the columns of tables
    # One word may be a story's.
    return kind == RELATED and not text.isascii() and (" " in text or text[0] >= _UNSPACED)
