"""Words that mark a line as something else than prose of the story: "Read more", "Share", "Photo", "©" ...

Matched word by word over a block's text (pairs of neighbours too), in the languages news is written in. A
word alone decides nothing: it is one feature of the body scorer, and names the kind of a block that is not
body.
"""

from __future__ import annotations

import re
from codecs import charmap_encode
from collections.abc import Set
from contextlib import suppress
from encodings.cp1252 import encoding_table
from functools import lru_cache
from typing import AnyStr

SHARE = 1 << 0  # share, follow us, print, e-mail
NEWSLETTER = 1 << 1  # sign up, subscribe, newsletter, app appeals
MORE = 1 << 2  # read more, see also, related
AD = 1 << 3
PHOTO = 1 << 4  # photo credits and captions
LEGAL = 1 << 5  # copyright, all rights reserved, terms
COMMENT = 1 << 6
BYLINE = 1 << 7  # by, von, par ...; reporter, correspondent, editor
TAGS = 1 << 8
STAMP = 1 << 9  # published, updated, minutes read
VIDEO = 1 << 10
PAYWALL = 1 << 11  # log in, already a subscriber
SOURCE = 1 << 12  # source, agency names
CONTACT = 1 << 13  # tips, contact, correction
COOKIE = 1 << 14
SPONSOR = 1 << 15  # affiliate notices
REFERENCES = 1 << 16  # literature, footnotes
CONTENTS = 1 << 17
SUPPORT = 1 << 18  # donations
COUNT = 19

_TABLE: tuple[tuple[int, str], ...] = (
    (
        SHARE,
        "share shares sharing tweet retweet pinterest linkedin whatsapp telegram facebook twitter instagram "
        "flipboard reddit tiktok youtube "
        "viber threads bluesky email e-mail mail print copy-link copy follow follow-us like-us join-us "
        "bookmark save "
        "teilen drucken merken folgen folgen-sie partager imprimer suivez suivez-nous compartir comparte "
        "síguenos siga-nos siga "
        "compartilhar compartilhe seguir seguici condividi stampa delen dela del udskriv jaa udostępnij "
        "drukuj sdílet zdieľať megosztás "
        "distribuie поделиться подпишитесь подписывайтесь поширити поділитися подели сподели κοινοποίηση "
        "μοιραστείτε ακολουθήστε "
        "paylaş takip شارك مشاركة تابعنا تابعونا اشتراک بازنشر שתף שתפו शेयर फॉलो bagikan ikuti chia-sẻ "
        "theo-dõi podijeli dijeli "
        "シェア 共有 分享 공유 フォロー 关注",
    ),
    (
        NEWSLETTER,
        "newsletter newsletters subscribe subscribed sign-up signup inbox download app apps app-store "
        "google-play notifications push alerts "
        "abonnieren abonnez abonnez-vous anmelden kostenlos inscrivez inscrivez-vous inscrever suscríbete "
        "suscribirse suscripción boletín "
        "boletim iscriviti inschrijven nieuwsbrief prenumerera nyhetsbrev nyhedsbrev uutiskirje tilaa zapisz "
        "subskrybuj odebírat hírlevél "
        "abonează рассылка рассылку подписка підписуйтесь абонирай бюлетин ενημερωτικό εγγραφείτε bülten "
        "النشرة اشترك خبرنامه ניוזלטר "
        "डाउनलोड ऐप langganan berlangganan unduh メルマガ 登録 アプリ 订阅 下载 구독 앱 qr",
    ),
    (
        MORE,
        "read-more read-also also-read read-next more-on more-from see-also related don't-miss watch-also "
        "recommended you-may "
        "mehr-zum mehr-zu lesen-sie lesen auch-interessant weiterlesen passend lire-aussi à-lire lire "
        "voir-aussi leer-más lea-también "
        "te-puede también-te más-información le-puede puede-interesar leia-também leia-mais veja-também "
        "saiba-mais leggi-anche leggi "
        "potrebbe-interessarti approfondisci lees-ook lees-meer läs-mer läs-också läs les-også læs-også "
        "lue-myös czytaj-też czytaj "
        "zobacz-też zobacz čtěte-také přečtěte čítajte olvassa-el kapcsolódó citește-și citește vezi-și "
        "читайте-также читайте "
        "читайте-також смотрите-также още прочетете виж-още διαβάστε-επίσης διαβάστε δείτε-επίσης ilgili "
        "bunlar-da "
        "اقرأ-أيضا اقرأ اقرأ-أيضاً أيضا المزيد بیشتر-بخوانید بخوانید קראו-עוד קרא-עוד पढ़ें यह-भी baca-juga "
        "baca xem-thêm đọc-thêm "
        "pročitaj pročitajte preberi lasīt lue-lisää lugege "
        "skaityti 関連記事 関連 あわせて読みたい 続きを読む 相关 相关阅读 延伸阅读 更多 "
        "관련 관련기사 "
        "required-reading must-read up-next keep-reading more-stories more-like siehe-auch auch-spannend "
        "même-sujet savoir-plus lee-también ver-también puedes-ver mira-también te-recomendamos ver-más "
        "lees-verder zobacz-także czytaj-także čtěte-dále vás-zajímat читать-также по-теме читайте-також "
        "simak-juga lihat-juga baca-selengkapnya đọc-tiếp "
        "إقرأ-أيضا إقرأ-أيضاً ذات-صلة اخبار-مرتبط مطالب-مرتبط ayrıca-okuyun bunu-da дивіться-також "
        "przeczytaj-również przeczytaj-także související আরও-পড়ুন আরো-পড়ুন อ่านเพิ่มเติม ข่าวที่เกี่ยวข้อง "
        "artikel-terkait berita-terkait tin-liên leé-también mirá-también seguí-leyendo vedi-anche "
        "延伸閱讀 相關新聞 相關閱讀 推荐阅读 推薦閱讀 "
        "next-story related-information auch-interessieren unsere-empfehlung weiterführende-links "
        "weitere-links aiheesta-lisää aiheesta-muualla puede-leer "
        "мы-писали ми-писали читать-ещё читать-еще смотри-также смотрите-ещё смотрите-еще "
        "материалы-сюжета не-пропустите читати-також не-пропустіть вижте-също вижте-още прочети-още "
        "прочети-повече διάβασε-ακόμα δείτε-ακόμα δείτε-ακόμη σχετικά-άρθρα δείτε-σχετικά μη-χάσετε "
        "citeşte-şi citiți-și vezi-și vezi-şi aceeași-temă aceeaşi-temă articole-asemănătoare "
        "olvasd-el olvasta-már cikkajánló čtěte-více čtěte-i čtěte-k čtěte-dál nepřehlédněte "
        "neprehliadnite súvisiace prečítajte-si przeczytaj-też warto-przeczytać sprawdź-także "
        "sprawdź-też nie-przegap pogledajte-i прочитајте-и прочитајте-још повезане-вести "
        "povezane-vesti vezane-vijesti ilginizi-çekebilir bunları-da şunu-da benzer-haberler "
        "شاهد-أيضا شاهد-أيضاً ذات-الصلة قد-يهمك قد-يعجبك موضوعات-متعلقة أخبار-متعلقة أخبار-مرتبطة "
        "اخترنا-لكم همچنین-بخوانید همچنین-ببینید بیشتر-بدانید קראו-גם קרא-גם ראו-גם כתבות-קשורות "
        "संबंधित-खबरें আরও-দেখুন மேலும்-படிக்க இதையும்-படிங்க மேலும்-வாசிக்க مزید-پڑھیں مزید-پڑھیے "
        "بھی-پڑھیں متعلقہ-خبریں simak-pula simak-selengkapnya jangan-lewatkan berita-berkaitan "
        "artikel-berkaitan อ่านข่าวเพิ่มเติม อ่านต่อ ข่าวเกี่ยวข้อง 合わせて読みたい あわせて読む "
        "合わせて読む 併せて読みたい こちらの記事も 相關文章 相關報導 相關報道 猜你喜欢 猜你喜歡 "
        "继续阅读 繼續閱讀 관련뉴스 추천기사 연관기사",
    ),
    (
        AD,
        "advertisement advertising advert ad sponsored promoted anzeige werbung publicité publicidad anuncio "
        "publicidade pubblicità "
        "advertentie annons annonce reklame mainos reklama hirdetés publicitate реклама реклами διαφήμιση "
        "reklam إعلان اعلان تبلیغات פרסומת "
        "বিজ্ঞাপন விளம்பரம் โฆษณา اشتہار "
        "विज्ञापन iklan quảng-cáo oglas oglašavanje 広告 广告 廣告 광고 "
        "story-continues continue-reading reading-below continues-below "
        "la-suite suite-après artikkelen-fortsetter saken-fortsetter fortsetter-under "
        "artikeln-fortsätter fortsätter-under artiklen-fortsætter fortsætter-under",
    ),
    (
        PHOTO,
        "photo photos photograph photographer image images picture pictures pic getty credit courtesy "
        "file-photo caption illustration afp "
        "foto fotos bild bilder bildrechte bildquelle symbolbild archivbild crédit crédits photographie "
        "imagen imágenes fotografía imagem "
        "fotografia immagine beeld bildkälla kuva zdjęcie zdjęcia snímek fotó poza фото снимок изображение "
        "зображення снимка φωτογραφία "
        "fotoğraf صورة الصورة عکس צילום फोटो तस्वीर gambar ảnh slika shutterstock istock imago "
        "picture-alliance reuters pexels pixabay unsplash alamy depositphotos dreamstime wikimedia "
        "beitragsbild titelbild aufmacherbild headerbild abbildung abb header-image featured-image "
        "cover-image "
        "写真 撮影 图 图片 摄 사진 ছবি ภาพ படம் புகைப்படம் فوٹو تصویر تصوير",
    ),
    (
        LEGAL,
        "copyright © rights-reserved all-rights reserved reproduction redistributed republished terms "
        "privacy privacy-policy disclaimer "
        "trademark alle-rechte rechte-vorbehalten urheberrecht datenschutz tous-droits droits-réservés "
        "derechos-reservados todos-los "
        "direitos-reservados tutti-i diritti-riservati riproduzione-riservata rechten-voorbehouden "
        "prawa-zastrzeżone všechna-práva "
        "права-защищены авторских hakları-saklıdır جميع-الحقوق "
        "حقوق कॉपीराइट hak-cipta 無断転載 转载 版权 版權 著作権 "
        "무단전재 저작권",
    ),
    (
        COMMENT,
        "comment comments commenting reply replies kommentar kommentare kommentieren commentaire "
        "commentaires commenter comentario "
        "comentarios comentar comentário comentários commenti commenta reacties reageer kommentarer "
        "kommentit komentarz komentarze "
        "komentáře hozzászólás comentarii комментарий комментарии комментариев коментар коментарі коментари "
        "σχόλια σχόλιο yorum yorumlar "
        "تعليق تعليقات نظر نظرات תגובות תגובה टिप्पणी komentar bình-luận コメント 评论 留言 댓글",
    ),
    (
        BYLINE,
        "autoren autorinnen auteurs autores "
        "by byline author authors reporter correspondent editor staff-writer written-by written journalist "
        "columnist contributor contributed "
        "von autor autorin redakteur redaktion korrespondent par rédaction journaliste auteur por redacción "
        "periodista redação redazione "
        "giornalista door redactie journalist av toimittaja autorzy redakcja szerző автор редактор "
        "корреспондент συντάκτης yazar muhabir "
        "كتب مراسل نویسنده खबरनवीस लेखक penulis reporter wartawan tác-giả 記者 记者 編集 编辑 기자",
    ),
    (
        TAGS,
        "tags tag topics topic keywords filed-under filed tagged themen schlagworte schlagwörter mots-clés "
        "thèmes etiquetas temas assuntos "
        "argomenti onderwerpen ämnen emner aiheet tagi tematy témata címkék etichete теги темы тэги теми "
        "ετικέτες etiketler الوسوم "
        "برچسب תגיות टैग タグ キーワード 标签 标籤 태그",
    ),
    (
        STAMP,
        "published updated update last-updated posted modified min-read minute-read min ago edt est gmt utc "
        "stand aktualisiert veröffentlicht aggiornamento atualizada atualização actualización "
        "erstellt publié mis-à modifié publicado actualizado atualizado pubblicato aggiornato gepubliceerd "
        "bijgewerkt publicerad uppdaterad "
        "publisert oppdatert opdateret julkaistu päivitetty opublikowano aktualizacja aktualizováno "
        "frissítve опубликовано обновлено "
        "оновлено публикувана δημοσίευση ενημέρωση güncelleme yayınlanma giriş نشر تحديث منتشر תאריך "
        "प्रकाशित अपडेट diterbitkan "
        "diperbarui cập-nhật 公開 更新 发布 发表 입력 수정",
    ),
    (
        VIDEO,
        "video videos watch listen podcast audio live-stream gallery slideshow replay mute transcript "
        "zum-video im-video hören vidéo regarder "
        "écouter vídeo escuchar ouvir guarda ascolta bekijk luister titta lyssna katso видео смотреть "
        "слушать βίντεο izle فيديو شاهد ویدئو "
        "וידאו वीडियो देखें tonton 動画 视频 영상",
    ),
    (
        PAYWALL,
        "log-in login sign-in subscriber subscribers subscription premium member members unlimited-access "
        "register einloggen abo abonnement "
        "fuld-adgang digitalt-abonnement full-access abonnenter "
        "abonnent plus abonné abonnés abonnez réservé suscriptor suscriptores iniciar-sesión assinante "
        "assinantes assine abbonati accedi "
        "abonnee inloggen logga-in logg-inn log-ind kirjaudu zaloguj přihlásit předplatné войдите войти "
        "συνδρομητές abone giriş-yap "
        "مشترك लॉगिन masuk đăng-nhập 会員 ログイン 登录 会员 로그인",
    ),
    (
        SOURCE,
        "source sources quelle quellen fonte fuente källa kilde lähde źródło zdroj forrás sursa источник "
        "джерело източник πηγή kaynak "
        "المصدر منبع מקור स्रोत sumber nguồn 来源 出典 출처 dpa apa ansa efe tass xinhua lusa pti ani",
    ),
    (
        CONTACT,
        "tip tips contact contacts mail-us reach reached correction corrections report-error feedback typo "
        "error whatsapp-us "
        "fehler korrektur hinweis contactez erreur contacto error-en contato erro fout fel fejl virhe błąd "
        "chyba hiba ошибку ошибка помилку "
        "λάθος hata خطأ خطا טעות गलती kesalahan lỗi",
    ),
    (
        COOKIE,
        "cookie cookies consent gdpr javascript browser adblock adblocker einwilligung consentement "
        "consentimiento zustimmung",
    ),
    (
        SPONSOR,
        "affiliate commission earn-a partner-content advertorial gesponsert provision sponsorisé patrocinado "
        "sponsorizzato gesponsord "
        "independently-selected we-may",
    ),
    (
        REFERENCES,
        "references bibliography literature footnotes endnotes literatur literaturverzeichnis "
        "literaturhinweise quellenangaben quellenverzeichnis quellennachweise einzelnachweise fußnoten "
        "anmerkungen bibliographie références bibliografía referencias bibliografia riferimenti "
        "referências bronnen voetnoten referenser källor referanser kilder lähteet viitteet przypisy "
        "źródła literatura poznámky irodalom jegyzetek források bibliografie литература источники "
        "примечания сноски література джерела примітки βιβλιογραφία παραπομπές kaynakça kaynaklar المراجع "
        "المصادر منابع מקורות संदर्भ referensi daftar-pustaka 参考文献 脚注 注释 参考资料 참고문헌",
    ),
    (
        CONTENTS,
        "contents table-of inhalt inhaltsverzeichnis inhaltsübersicht sommaire contenido índice indice "
        "sumário inhoudsopgave inhoud innehåll innehållsförteckning innhold indhold sisällys spis-treści "
        "obsah tartalom tartalomjegyzék cuprins содержание оглавление зміст περιεχόμενα içindekiler "
        "المحتويات فهرست daftar-isi mục-lục 目次 目录 목차",
    ),
    (
        SUPPORT,
        "donate donation donations support-us support-our spenden spende spendenkonto iban paypal patreon "
        "bankverbindung unterstützen-sie unterstützt-uns faire-un dons soutenez soutenez-nous donar donativo "
        "apóyanos doneer doneren donera stöd-oss støtt lahjoita wesprzyj wspieraj darowizna podpořte "
        "támogasson támogatás donează поддержите пожертвование підтримати δωρεά bağış تبرع donasi 寄付 捐款 "
        "후원",
    ),
)  # fmt: skip

_WORDS: dict[str, int] = {}
_SPACELESS: dict[str, int] = {}  # scripts that write no spaces: looked for inside a run
for _bit, _words in _TABLE:
    for _word in _words.split():
        if re.match("[぀-ヿ一-鿿]", _word):
            _SPACELESS[_word] = _SPACELESS.get(_word, 0) | _bit
        else:
            _key = _word.replace("-", " ")
            _WORDS[_key] = _WORDS.get(_key, 0) | _bit

# First words of two-word labels: only after these is a pair worth looking up.
_FIRST_WORDS = frozenset(words.split()[0] for words in _WORDS if " " in words)
# Without one of these a text holds no label.
_TELLING = frozenset(word for words in _WORDS for word in words.split()[-1:])
# Vowel signs of Indic scripts, Thai and Arabic are no \w, but part of their words. One character class, no
# alternatives: this runs over most of a page's text.
_WORD = re.compile(r"[\w\u0900-\u0dff\u0e00-\u0eff\u064b-\u065f]+(?:'[^\W\d_]+)?|©")
# The same words in a text of Western languages, at a third of the cost: one byte a letter, and all but
# letters, digits and apostrophes part words.
_WESTERN = "cp1252"


def _western(code: int) -> int:
    letter = bytes((code,)).decode(_WESTERN, "replace").lower()
    kept = letter.isalnum() or letter in "'©"
    return (letter if kept else "'" if letter == "’" else " ").encode(_WESTERN)[0]


_WESTERN_WORDS = bytes(map(_western, range(256)))
_LETTERS_WESTERN = bytes(code for code in range(256) if bytes((code,)).decode(_WESTERN, "replace").isalpha())
_WORDS_WESTERN: dict[bytes, int] = {}
for _key, _bits in _WORDS.items():
    with suppress(UnicodeEncodeError):
        _WORDS_WESTERN[_key.encode(_WESTERN)] = _bits
_FIRST_WESTERN = frozenset(words.split()[0] for words in _WORDS_WESTERN if b" " in words)
_TELLING_WESTERN = frozenset(word for words in _WORDS_WESTERN for word in words.split()[-1:])
_SPACELESS_RUN = re.compile("|".join(sorted(map(re.escape, _SPACELESS), key=len, reverse=True)))
_SPACELESS_SCRIPT = re.compile("[぀-ヿ一-鿿]")


@lru_cache(maxsize=1024)  # a block is asked about when it is scored, when it is judged and when it is named
def labels(text: str) -> tuple[int, int, int, int]:
    """(labels of the first words, labels anywhere, number of words that are labels, number of words).

    >>> first, _, count, words = labels("Read more: Storm hits coast")
    >>> bool(first & MORE), count, words
    (True, 1, 5)
    """
    western = _in_western(text)
    if western is not None:
        if _TELLING_WESTERN.isdisjoint(western):
            return 0, 0, 0, len(western)
        return *_told(western, _WORDS_WESTERN, _FIRST_WESTERN, b" "), len(western)
    text = text.lower().replace("’", "'").replace("_", " ")
    words = _WORD.findall(text)
    spaceless = _SPACELESS_SCRIPT.search(text)
    if not spaceless and _TELLING.isdisjoint(words):
        return 0, 0, 0, len(words)
    first, every, count = _told(words, _WORDS, _FIRST_WORDS, " ")
    if spaceless:
        for match in _SPACELESS_RUN.finditer(text):
            bits = _SPACELESS[match.group()]
            every |= bits
            count += 1
            if match.start() < 8:
                first |= bits
    return first, every, count, len(words)


def _told(
    words: list[AnyStr], known: dict[AnyStr, int], firsts: Set[AnyStr], space: AnyStr
) -> tuple[int, int, int]:
    """(labels of the first words, labels anywhere, number of words that are labels)."""
    first = every = count = 0
    before = space
    for i, word in enumerate(words):
        bits = known.get(word, 0)
        if before in firsts:
            bits |= known.get(before + space + word, 0)
        if bits:
            every |= bits
            count += 1
            if i < 3:
                first |= bits
        before = word
    return first, every, count


def _in_western(text: str) -> list[bytes] | None:
    """A text's words as bytes; None where it is not all Western, or has an apostrophe that is none of an
    elision's ("l'amie").
    """
    if text.isascii():
        words = text.encode().translate(_WESTERN_WORDS).split()
        return [bare for word in words if (bare := word.strip(b"'"))] if "'" in text else words
    if "©" in text:  # a word by itself
        text = text.replace("©", " © ")
    try:
        words = charmap_encode(text, "strict", encoding_table)[0].translate(_WESTERN_WORDS).split()
    except UnicodeEncodeError:
        return None
    if "'" in text or "’" in text:
        words = [bare for word in words if (bare := word.strip(b"'"))]
        for word in words:
            if b"'" in word and word.partition(b"'")[2].translate(None, _LETTERS_WESTERN):
                return None
    return words
