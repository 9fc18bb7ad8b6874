"""Whole sentences of the publisher among a story's paragraphs: what it asks its readers to do, and what it
says of the page or of its programmes. They stand in the story's own markup; only their words tell."""

from __future__ import annotations

import re

from newscrawl.extract import labels as W
from newscrawl.extract.lead_ins import leads_elsewhere, may_lead
from newscrawl.extract.notices import FIRST_WORDS, UNSPACED, notice

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
# "Ana Ruiz can be reached at ana@quay.example."
_REACHED = re.compile(
    r"\bcan be (?:reached|contacted)\b|\b(?:contact|reach|e-?mail|follow) (?:him|her|them|me) (?:at|on|via)\b"
).search
# What stands before such a sentence; behind a quotation mark somebody says it in the story.
_MARKS = " \t►▶▷☞※■□◆◇→>»*•·|–—-([#【〔［（/"
# The beginning of the text at most, as a share of its letters; a line without a link is no longer than this.
_BEGINS, _UNLINKED = 0.6, 160


def appeal(text: str, linked: bool) -> str:
    """Kind of a paragraph that is the publisher's word to its readers; "" of any other.

    :param linked: whether a link stands in it.
    """
    bare = text.lstrip(_MARKS)
    lower = bare.lower()
    word = lower.partition(" ")[0]
    if (word in FIRST_WORDS or word >= UNSPACED) and (kind := notice(lower)):
        return kind
    if may_lead(bare, word) and leads_elsewhere(bare, lower):
        return "promo"
    if "@" in lower and len(text) < _UNLINKED and _REACHED(lower):
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
