"""Credits at the end of a caption in scripts without capitals, where a word behind the name or a bracket
tells them: "（記者林攝）", "＝山田撮影", "/해안시 제공", "(رويترز)"."""

from __future__ import annotations

import re

__all__ = ["uncased_credit"]

# How East Asian and Arabic papers write the agencies whose pictures they print.
_EAST = (
    r"(?:路透|美[联聯]|法新|[欧歐]新|彭博|中央|新[华華])社|路透|視覺中國|视觉中国|達志影像|ロイター|"
    r"共同(?:通信)?|時事(?:通信)?|ＡＰ|ＡＦＰ|ＥＰＡ|AFP|AP|EPA|Reuters|ゲッティ|연합뉴스|뉴시스|뉴스1|로이터"
)
_ARABIC = (
    r"رويترز|الفرنسية|فرانس برس|أ\.? ?ف\.? ?ب\.?|أ\.? ?ب\.?|أسوشييتد برس|أسوشيتد برس|الأناضول|الألمانية|"
    r"د\.? ?ب\.? ?أ\.?|الأوروبية|إ\.? ?ب\.? ?أ\.?|غيتي(?: إيميجز)?|شترستوك|شاترستوك|الجزيرة|وكالات|"
    r"مواقع التواصل(?: الاجتماعي)?"
)
_UNCASED_TAIL = re.compile(
    r"\s*[（(【\[〔［](?P<a>[^（）()【】\[\]〔〕［］]{2,40}"
    r"(?:[攝摄]影?|撮影|提供|檔案照片?|資料照片?|资料图片?|資料写真|사진|제공|캡처|갈무리|DB ?금지))"
    r"[）)】\]〕］]|"
    rf"\s*[（(【\[](?P<b>(?:[^（）()【】]{{1,12}}[、，/／＝=・ ])?(?:{_EAST})"
    rf"(?:[ /／＝=・]?(?:{_EAST}))?)[）)】\]]|"
    r"[（(](?P<c>(?:取自|翻攝自?)[^（）()]{2,40})[）)]|"
    rf"[＝=](?P<d>[^＝=。、（）()\s]{{2,20}}?(?:撮影|提供)|(?:{_EAST})(?:[＝=]?(?:{_EAST}))?)|"
    r"、(?P<e>[一-鿿ァ-ヶー]{3,8})撮影|"
    r"(?:(?<=[。！？”）])\s*|\s)(?P<f>[一-鿿]{2,8}[发發]（[^（）]{2,20}[摄攝]）)|"
    r"(?:(?<=[。，！？”）])\s*|\s)(?P<g>(?:[一-鿿]{0,8}[记記]者 )?[一-鿿·]{2,12})"
    r"(?:\s*(?<!拍)[摄攝]影?|\s?[／/][攝摄]影|\s?供图|\s(?:资料)?图片?)(?:\s*\d{2,4}年\d{1,2}月\d{1,2}日)?|"
    r"(?:(?<=[.!?)\]])\s*|/\s?)(?P<h>[가-힣\w·, ]{2,30}?(?:제공|캡처|갈무리|기자|특파원))(?:\s*\S+@\S+)?|"
    r"\s(?P<i>[가-힣]{2,4} [가-힣]{0,2}기자)\s+\S+@\S+|"
    rf"(?:(?<=[.!?)\]])\s*|/\s?)(?P<j>(?:[A-Z가-힣]{{2,8}}[ /·])?(?:{_EAST}))|"
    rf"\s*(?:[（(](?=[^()]*[)）]$)|\s[-–|/]\s)(?P<k>(?:[^()]{{2,20}}[-–/،]\s?)?"
    rf"(?:{_ARABIC})(?:\s?[-–/،+][^()]{{2,20}})?)"
    r"[)）]?"
    r"$"
)
# What such a text ends in: a letter of these scripts, a bracket, an address.
_ENDS_UNCASED = re.compile(
    r"[\u0600-\u06ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\uff21-\uff3a日）】〕］\])]$|@\S+$"
)


def uncased_credit(text: str) -> re.Match[str] | None:
    """The credit that a text ends in; one group of the match holds it.

    >>> match = uncased_credit("港の漁船＝ロイター")
    >>> match and (match.start(), [group for group in match.groups() if group])
    (4, ['ロイター'])
    """
    return _UNCASED_TAIL.search(text) if _ENDS_UNCASED.search(text) is not None else None
