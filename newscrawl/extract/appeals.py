"""Whole sentences of the publisher among a story's paragraphs: what it asks its readers to do, and what it
says of the page or of its programmes. They stand in the story's own markup; only their words tell."""

from __future__ import annotations

import re

from newscrawl.anycase import AnyCase
from newscrawl.extract import labels as W

__all__ = ["appeal", "ends_in_appeal"]

_CLAUSE = re.compile(r"(?:[,;:?!.–—]+|\s-)\s+")
# "Never miss a story — sign up for our daily newsletter ...": an imperative that begins a clause, and what is
# sent. "Residents can sign up for alerts" is a story's.
_SIGN_UP = re.compile(
    r"(?:^|[.!?:;,|—–-]\s|\b(?:by|and|or|then|please|dann|jetzt|und)\s)\W{0,3}"
    r"(?:sign(?:ing)?[ -]up|subscrib(?:e|ing)|abonnier(?:e|en|t)|melde[nt]? (?:dich|euch|sie sich)|"
    r"inscrivez-vous|abonnez-vous|suscr[ií]b(?:ete|ase)|apúntate|inscreva-se|assine|iscriviti|"
    r"schrijf je in|meld je aan|prenumerera|tilmeld dig|meld deg på|zapisz się|подпи(?:шитесь|сывайтесь))\b"
    r"[^.!?]{0,100}?(?:\b(?:newsletters?|inbox|nieuwsbrief|nyhedsbrev|nyhetsbrev|boletín|boletim|infolettre)\b|"
    r"\bto (?:receive|get) (?:our|the)\b|рассылк)",
    re.IGNORECASE,
).search
# Parts of what is sent, one of which every such sentence holds.
_SENT = (
    "ewsletter", "inbox", "ieuwsbrief", "nyhedsbrev", "nyhetsbrev", "bolet", "nfolettre", "рассылк", "up to ",
)  # fmt: skip
# The beginning of the text at most, as a share of its letters; a line without a link is no longer than this.
_BEGINS, _UNLINKED = 0.6, 160

_NOTICE = AnyCase(
    r"\W*(?:this is an archived article\b|"
    r"this (?:story|article) (?:was (?:originally )?reported on-air\b|(?:was|has been) (?:written|created|"
    r"generated|translated|converted)[^.]{0,60}\b(?:ai|artificial intelligence|machine translation)\b)|"
    r"listen to this article\b|new ?you can now listen to\b|"
    r"(?:we apologize, but|sorry,) this video has failed to load|"
    r"(?:get|stay|keep) in touch with (?:us|our (?:news ?)?(?:team|room|desk))\b|"
    r"(?:article|story) content$|"
    r"dieser (?:artikel|text|beitrag) (?:wurde|ist) [^.]{0,60}"
    r"\b(?:maschinell\w*|ki|künstliche[rn]? intelligenz)\b|"
    r"dieses thema im programm\b|"
    r"über dieses thema berichtete?n? [^.]{2,60}(?:\b(?:im|am|in)\b|[:|])|"
    r"(?:alle |mehr )?(?:aktuelle[n]? |weitere )?(?:nachrichten|news|informationen|infos)[^.]{0,80} "
    r"(?:finden sie|findest du|gibt es|lesen sie) [^.]{0,40}"
    r"\b(?:themenseite|hier|app|newsletter|ticker|blog)\b|"
    r"die diskussion wird nach dem text fortgesetzt|"
    r"retrouvez toute l.actualité\b|continua a leggere su\b|conforme a los criterios de\b)"
).match
# How these begin, in small letters, behind marks: most paragraphs are told by that.
_MARKS = " \t►▶→>»«*•·|–—-\"'“”„‘’([#"
_BEGINNINGS = (
    "this is an archived", "this story", "this article", "listen to", "new you", "newyou", "we apologize",
    "sorry", "get in touch", "stay in touch", "keep in touch", "article content", "story content", "dieser ",
    "dieses thema", "über dieses", "alle ", "mehr ", "aktuelle", "weitere", "nachrichten", "news",
    "informationen", "infos", "die diskussion", "retrouvez", "continua", "conforme",
)  # fmt: skip


def appeal(text: str, linked: bool) -> str:
    """Kind of a paragraph that is the publisher's word to its readers; "" of any other.

    :param linked: whether a link stands in it.
    """
    lower = text.lower()
    if lower.lstrip(_MARKS).startswith(_BEGINNINGS) and _NOTICE(text):
        return "promo"
    if linked or len(text) < _UNLINKED:
        for part in _SENT:
            if part in lower:
                asked = _SIGN_UP(text)
                return "newsletter" if asked is not None and asked.start() <= _BEGINS * len(text) else ""
    return ""


def ends_in_appeal(text: str, words: int, linked: float) -> str:
    """Kind of a line that ends in an appeal to the reader: "..., sign up for our newsletter", "Like it? Share
    it!"; "" of any other.
    """
    clauses = [clause for clause in _CLAUSE.split(text) if clause]
    first, every, count, length = W.labels(clauses[-1])
    opens = W.labels(" ".join(clauses[-1].split()[:2]))[0]
    if opens & W.NEWSLETTER and (
        count >= 3
        if len(clauses) == 1
        else (linked and words <= 16) or (count >= 0.3 * length and count >= 2)
    ):
        return "newsletter"
    asked = len(clauses) > 1 and words <= 14 and "?" in text and text[0] not in "\"“„«'‘"
    return "share" if asked and first & W.SHARE and every & W.SHARE and length <= 8 else ""
