"""Who made a picture, where the markup and no word of the text says so.

A caption's element often sets its credit in an inline element of its own: "<span>The quay.</span>
<span>Ana Ruiz</span>". By its class, or because it reads like a name behind a sentence, it is told from the
caption. What reads otherwise stays where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from newscrawl.extract.blocks import HEADINGS, SKIPPED, Block
from newscrawl.extract.names import BUTTON, CAPTION, CREDIT, HIDDEN, LEGAL, name_flags

# Names of what holds a credit inside a caption. Elsewhere "author" and "source" are those of the text.
_HOLDS_CREDIT = re.compile(
    r"(?:^|[\s_-])(?:sources?|authors?|autor(?:es)?|owner|attribution|firma|licen[cs]e|licencia|quelle|fonte|"
    r"fuente|courtesy)(?=$|[\s_-])",
    re.I,
)
# Words of a name that are not written with a capital, and what joins two names.
_PARTICLES = frozenset(
    "de del della di da do dos das du des la le el al van von der den ten ter zu bin ibn y e i et und and & "
    "of for für pour per para the via by / | – - en à".split()
)
# What a button's words begin with, in the one language that writes them all with capitals: "View Gallery".
_ORDERS = frozenset(
    "buy click close enlarge expand hide open order play read see show tap view watch".split()
)
_NO_FIRST_WORDS = _PARTICLES | _ORDERS
_BETWEEN_WORDS = str.maketrans("/,()", "    ")
_ENDS = (".", "!", "?", "…", ".”", ".“", '."', ".»", "!”", "?”")
_LAST_OF_SENTENCE = (*_ENDS, ")", "]", "|")
_LONGEST = 120
_LONGEST_NAME = 60
_LONGEST_LABEL = 30
_LOOKS = 4
_MOST_ELEMENTS = 20
_LONGEST_CLASS = 200
# Elements that set a few words apart from a text; a link or bold words in it may be part of its sentence.
_SET_APART = frozenset(("span", "small", "cite", "em", "i"))


def reads_like_names(text: str) -> bool:
    """Whether a text consists of names: of people, of an agency, and no sentence.

    >>> reads_like_names("Ana Ruiz"), reads_like_names("Ana Ruiz (REUTERS)"), reads_like_names("Two ferries")
    (True, True, False)
    """
    if not 4 < len(text) <= _LONGEST_NAME or text[-1] in ".!?:;…" or text[0] in "\"'“„«(":
        return False
    capitals = 0
    words = text.translate(_BETWEEN_WORDS).split()
    for word in words:
        if word[0].isupper():
            capitals += 1
        elif word not in _PARTICLES:
            return False
    return capitals >= 2 and len(words) <= 8 and words[0].casefold() not in _NO_FIRST_WORDS


def stands_beside(block: Block, text: str) -> bool:
    """Whether a line of a figure but not of its caption is the credit, such as a name over the picture.

    :param text: the block's, without labels.
    """
    if block.length > _LONGEST or block.tag in HEADINGS:
        return False
    if says_credit(block):
        return True
    return not block.inherited & CAPTION and reads_like_names(text)


def says_credit(block: Block) -> bool:
    """Whether the element of a line, or the inline element around it, is named a credit."""
    element, above = block.el.getparent(), block.node.parent
    return _says_credit(block.el) or (
        element is not None and above is not None and element is not above.el and _says_credit(element)
    )


def is_control(block: Block, opens: re.Pattern[str]) -> bool:
    """Whether a line beside a picture is a button, to enlarge or to buy it."""
    if block.tag in ("button", "summary"):
        return True
    return (
        block.length < 40
        and block.flags & BUTTON != 0
        and not block.inherited & (CAPTION | CREDIT | LEGAL)
        and opens.match(block.text) is None
    )


def parted_by_markup(block: Block, text: str, opens: re.Pattern[str]) -> tuple[str, str] | None:
    """(caption, credit) of a block whose last or first inline element is a credit; None where neither is.

    :param text: the block's, without labels.
    :param opens: what a credit begins with.
    """
    element = _innermost(block.el)
    for last, credit in _edge(element, backwards=True):
        if text.endswith(credit):
            before = text[: -len(credit)]
            if len(before) > 3 and not _announces(before, opens) and _signs(last, credit, before, opens):
                return before.rstrip(), credit
            break
    for first, credit in islice(_edge(element), 1):
        if len(credit) + 3 < len(text) and text.startswith(credit) and _says_credit(first):
            return text[len(credit) :].lstrip(), credit
    return None


def label_before(block: Block, text: str, word: re.Pattern[str]) -> str:
    """The label that a caption begins with: "Image", or words for screen readers; "" where it has none."""
    for first, label in islice(_edge(_innermost(block.el)), 1):
        if (
            len(label) < min(_LONGEST_LABEL, len(text))
            and text.startswith(label)
            and (name_flags(first.get("class") or "") & HIDDEN or word.fullmatch(label))
        ):
            return label
    return ""


def _announces(before: str, opens: re.Pattern[str]) -> bool:
    return len(before) < _LONGEST_LABEL and opens.match(before) is not None


def _signs(last: Any, credit: str, before: str, opens: re.Pattern[str]) -> bool:
    if _says_credit(last) or (last.tag != "a" and opens.match(credit)):
        return True
    if last.tag == "cite" and before.rstrip().endswith(_ENDS) and len(credit) <= _LONGEST_NAME:
        return True
    if last.tag not in _SET_APART or not reads_like_names(credit):
        return False
    # "in <em>The Quay Post</em>" goes on with the sentence; so may a name after it, but for a slash.
    return before.rstrip().endswith(_LAST_OF_SENTENCE) or (last.tag == "cite" and "/" in credit)


def _says_credit(element: Any) -> bool:
    names = (element.get("class") or "")[:_LONGEST_CLASS]
    return bool(names) and (
        _HOLDS_CREDIT.search(names) is not None or name_flags(names) & (CREDIT | LEGAL) != 0
    )


def _innermost(element: Any) -> Any:
    """The element that holds a caption's parts: what has one child and no text is but a wrapper."""
    for _ in range(_LOOKS):
        child = next(element.iterchildren(), None)
        if child is None or child.getnext() is not None or (element.text and not element.text.isspace()):
            break
        if not isinstance(child.tag, str) or (child.tail and not child.tail.isspace()):
            break
        element = child
    return element


def _edge(element: Any, *, backwards: bool = False) -> Iterator[tuple[Any, str]]:
    """The first or last few inline elements, as far as no bare text stands outside them, with their texts."""
    if not backwards and element.text and not element.text.isspace():
        return
    for child in islice(element.iterchildren(reversed=backwards), _LOOKS):
        if backwards and child.tail and not child.tail.isspace():
            return
        if isinstance(child.tag, str) and child.tag not in SKIPPED and (text := _short_text(child)):
            yield child, text
        if not backwards and child.tail and not child.tail.isspace():
            return


def _short_text(element: Any) -> str:
    """Text of an element; "" where it is longer than a credit."""
    if next(islice(element.iter(), _MOST_ELEMENTS, None), None) is not None:
        return ""
    text = " ".join("".join(element.itertext()).split())
    return text if len(text) <= _LONGEST else ""
