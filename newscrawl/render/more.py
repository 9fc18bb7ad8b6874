"""Buttons that show more of a list, and lists that grow by scrolling: recognised in the markup and in the
browser.

One table of words serves both: Python looks for a button before a browser is started, JavaScript presses it.
"""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["ASK_FOR_MORE", "EXTENT", "GROWS", "TO_THE_END", "find_more"]

# The whole text of such a button. What only opens a text ("read more") or a consent dialogue's details is
# none.
_TEXTS = (
    r"(?:load|show|view|see)(?: \d+)? more(?: (?:stories|news|articles|results|posts|headlines|"
    r"items|content))?|"
    r"(?:more|older|next) (?:stories|news|articles|results|posts|headlines)|"
    r"load older(?: (?:stories|posts|articles))?|"
    r"mehr (?:laden|anzeigen|artikel|meldungen|nachrichten|beiträge)|(?:weitere|mehr) (?:artikel|"
    r"meldungen|nachrichten|"
    r"beiträge|ergebnisse)(?: (?:laden|anzeigen))?|"
    r"(?:voir|afficher|charger) (?:plus|davantage)(?: d['’]articles| de contenus?)?|plus d['’]articles|"
    r"(?:cargar|ver|mostrar) más(?: (?:noticias|artículos|resultados))?|más noticias|"
    r"(?:carregar|ver|mostrar|veja) mais(?: (?:notícias|artigos|matérias))?|mais notícias|"
    r"(?:carica|mostra|vedi) (?:altri|altro|altre)(?: (?:articoli|notizie))?|"
    r"(?:meer|toon meer|laad meer)(?: (?:laden|nieuws|artikelen|tonen))?|"
    r"(?:visa|ladda|läs in|hämta) (?:fler|mer)(?: (?:artiklar|nyheter))?|(?:vis|last inn|indlæs|"
    r"hent) (?:flere|mer|mere)"
    r"(?: (?:saker|artikler|nyheter|nyheder))?|näytä lisää|lataa lisää|"
    r"(?:pokaż|załaduj|zobacz|wczytaj) więcej|(?:načíst|zobrazit) (?:další|více)|(?:zobraziť|"
    r"načítať) (?:ďalšie|viac)|"
    r"daha fazla(?: (?:göster|yükle|haber))?|(?:показать|загрузить|смотреть) (?:ещё|еще|больше)|"
    r"ещё новости|"
    r"(?:показати|завантажити) (?:ще|більше)|(?:încarcă|vezi) mai multe?|(?:több|további) (?:hír|"
    r"hírek|cikk|cikkek)|"
    r"περισσότερα|φόρτωση περισσότερων|もっと見る|さらに(?:表示|読み込む)|더 ?보기|加载更多|"
    r"查看更多|載入更多|更多|"
    r"(?:muat|lihat|tampilkan) lebih banyak|selengkapnya|xem thêm|tải thêm|المزيد|عرض المزيد|"
    r"تحميل المزيد|עוד כתבות|"
    r"और (?:देखें|लोड करें|खबरें)"
)
_NAMES = (
    r"(?:^|[\s_-])(?:load|show|view|see)[_-]?more(?:$|[\s_-]|btn|button)|"
    r"(?:^|[\s_-])(?:btn|button)[_-]?(?:load)?[_-]?more(?:$|[\s_-])"
)
_SCROLLS = r"infinite[_-]?scroll|endless[_-]?scroll|infinitescroll|infinite[_-]?list|lazy[_-]?pagination"
# A dialogue about cookies has a "Show more" of its own.
_DIALOGUES = r"consent|cookie|gdpr|cmp|privacy|dialog|modal|overlay|popup|newsletter|comment|disqus"

_TEXT = re.compile(rf"\W*(?:{_TEXTS})\W*", re.IGNORECASE)
_NAME = re.compile(_NAMES, re.IGNORECASE)
_DIALOGUE = re.compile(_DIALOGUES, re.IGNORECASE)
GROWS = re.compile(_SCROLLS, re.IGNORECASE)
"""Names of lists that grow by scrolling."""

EXTENT = "document.querySelectorAll('a[href]').length"
"""JavaScript: the measure of whether asking for more brought any."""

TO_THE_END = """
window.scrollTo(0, document.documentElement.scrollHeight);
for (const target of [document, window]) target.dispatchEvent(new Event("scroll"));
"""
"""JavaScript: go to the end of the page; a page that fits the screen gets the event all the same."""

# An element's click() needs no layout: style sheets are not loaded, so nothing stands where a person sees it.
ASK_FOR_MORE = f"""
wanted => {{
  const texts = new RegExp("^[^\\\\p{{L}}\\\\d]*(?:" + {json.dumps(_TEXTS)} + ")[^\\\\p{{L}}\\\\d]*$", "iu");
  const names = new RegExp({json.dumps(_NAMES)}, "iu");
  const dialogues = new RegExp({json.dumps(_DIALOGUES)}, "iu");
  const inDialogue = element => {{
    for (let e = element; e && e !== document.body; e = e.parentElement)
      if (dialogues.test([e.getAttribute("class"), e.id, e.getAttribute("role"), e.localName].join(" ")))
        return true;
    return false;
  }};
  const isButton = e => e.localName !== "a" || !e.hasAttribute("href") ||
  /^(#|javascript:)/.test(e.getAttribute("href"))
    || e.getAttribute("role") === "button";
  let button = null;
  if (wanted !== "auto") button = document.querySelector(wanted);
  else for (const e of document.querySelectorAll("button, a, [role=button], input[type=button]")) {{
    const text = (e.textContent || e.value || "").replace(/\\s+/g, " ").trim();
    const name = (e.getAttribute("class") || "") + " " + e.id;
    if (text.length < 60 && !e.disabled && (texts.test(text) || names.test(name)) && isButton(e)
        && !inDialogue(e))
      button = e;
  }}
  if (!button || button.disabled) return false;
  button.scrollIntoView();
  button.click();
  return true;
}}
"""
"""JavaScript: press the button a selector names, or ("auto") the last that looks like one; whether there was
one."""


def find_more(root: Any) -> str | None:
    """How a page's list is asked for more: "button", "scroll", or None where nothing looks like it."""
    for element in root.iter("button", "a", "input", "div", "span"):
        tag = element.tag
        if tag in ("div", "span") and element.get("role") != "button":
            continue
        if tag == "input" and element.get("type") != "button":
            continue
        href = element.get("href")
        leads = tag == "a" and href and not href.startswith(("#", "javascript:"))
        if leads and element.get("role") != "button":
            continue
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        text = " ".join((element.get("value") or "".join(element.itertext())).split())
        if len(text) < 60 and (_TEXT.fullmatch(text) or _NAME.search(name)) and not _in_dialogue(element):
            return "button"
    for element in root.iter("div", "section", "ul", "ol", "main"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if "nfinite" in names.lower() or "crol" in names:
            if GROWS.search(names):
                return "scroll"
        elif any("infinite" in key for key in element.keys()):  # noqa: SIM118 (an lxml element is no dict)
            return "scroll"
    return None


def _in_dialogue(element: Any) -> bool:
    while element is not None and element.tag != "body":
        names = " ".join(
            (element.get("class") or "", element.get("id") or "", element.get("role") or "", str(element.tag))
        )
        if _DIALOGUE.search(names):
            return True
        element = element.getparent()
    return False
