"""Sentences that publishers repeat between and under their stories: what else there is to read, where the
text goes on, whom to write to, how to comment, pay or subscribe, and where the text comes from.

They stand in the story's own markup; only their words tell. Each is known by its first word, so that a
paragraph of a story costs a look into a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["FIRST_WORDS", "UNSPACED", "notice", "says_wall"]

# Addresses at a line's end.
_WEB = r"(?:https?://|www\.|apnews\.com)\S+(?: (?:and|or|und|et|y) (?:https?://|www\.|apnews\.com)\S+)*\W*$"
_MAIL = r"\S+@\S+\.\w+"
_COMMENTS = r"[^.!?]{0,60}\bcomments?\b"
_HERE = r"[^.!?]{0,30}\b(?:below|here)\b"
_CHANNEL = (
    r"[^.!?]{0,90}(?:telegram|телегра|канал|вконтакте|дзен|whatsapp|viber|youtube|facebook|instagram|google|"
    r"newsletter|рассылк|розсилк|фейсбук|вайбер)"
)
_SUBSCRIBERS = r"(?:abonnent|abonné|suscriptor|assinante|abbonat|abonnee|prenumerant)"
_WROTE = r"(?:the )?(?:reporter|writer|author|staff writer|editor|correspondent|journalist)s?\b"

# Kind: first words, with what follows any of them; all in small letters.
_NOTICES: dict[str, tuple[tuple[str, str], ...]] = {
    "promo": (
        # More of the publisher's own.
        (
            "more follow find read see",
            rf"[^.:]{{0,20}} ap(?:['’]?s)?\b[^:]{{0,80}}:? ?(?:at |on |here:? )?{_WEB}",
        ),
        ("follow find read see", rf"[^:]{{0,20}} coverage\b[^:]{{0,60}} (?:at|on|here:?) ?{_WEB}"),
        ("ap", rf" [\w& ]{{2,30}}: ?{_WEB}"),
        (
            "click tap",
            r" here (?:for (?:more|the latest|all|full)|to (?:get (?:the|our)|sign|subscribe|download|join|"
            r"follow|read|watch|see|view|listen|learn|find|check|buy|shop|vote|donate|support))\b"
            r"(?:[^.]|\.\w){0,100}\W*$",
        ),
        (
            "get catch",
            r" (?:all )?the latest (?:[\w-]+,? (?:and )?){0,4}(?:news|updates|headlines|stories|scores)\b"
            r"[^.]{0,80}(?:\b(?:here|only on|straight|sent|delivered|on your|with the|on whatsapp|on our)\b|"
            r"[:|])|"
            r" (?:all )?(?:the )?[^.]{0,60}\b(?:live updates|breaking news)\b[^.]{0,60}\b(?:here|on|at|"
            r"only)\b",
        ),
        (
            "stay",
            r" (?:tuned (?:to|with) [^.]{2,60}\bfor\b|(?:up[ -]to[ -]date|updated|informed|connected) "
            r"(?:with|by) [^.]{2,60}\b(?:on (?:whatsapp|telegram|google)|app|newsletter|channel)\b)|"
            r" in touch with (?:us|our (?:news ?)?(?:team|room|desk))\b",
        ),
        ("get keep", r" in touch with (?:us|our (?:news ?)?(?:team|room|desk))\b"),
        ("our", r" standards: the [\w ]{2,40} trust principles"),
        ("our", r" website is (?:the|your) (?:place|destination|source) for\b"),
        ("get", r" [^.]{2,40} on the go by clicking here\b| in touch\W*$"),
        (
            "get",
            r" (?:daily|weekly|breaking|the day['’]s) [^.]{0,40}\b(?:news|headlines|alerts|briefing)\W*$",
        ),
        (
            "for",
            r" (?:more|all|the latest|additional) [^.]{2,90}"
            r"\b(?:coverage|news|stories|updates|content|headlines|weather|sport|this)\b[^.]{0,40}"
            r"\b(?:visit|go to|click|check(?: out)?|follow|head to|see our)\b",
        ),
        (
            "listen",
            r" to [^.]{2,80} on (?:bbc )?(?:sounds|spotify|apple podcasts|your smart speaker|itunes|"
            r"youtube)\b",
        ),
        ("send", r" (?:us )?your (?:story ideas?|stories|pictures|photos|tips|views|news|videos)\b"),
        ("be", r" the first to (?:get|know|hear|read)\b[^.]{0,80}\b(?:app|alerts?|newsletter|sign|subscrib)"),
        (
            "read",
            r" (?:the|this|our|more|all)\b[^.]{0,60}\b(?:articles?|story|stories|report|interview|news)\b"
            r"[^.]{0,60}\b(?:on|at|in|here|from)\b[^.:]{0,40}\W*$",
        ),
        (
            "stay",
            r" (?:informed|updated|tuned) (?:on|with|to)\b[^.]{2,200}"
            r"\b(?:website|websites|app|apps|page|channel|platforms?)\b",
        ),
        ("add", r" [^.]{2,40} (?:as|to) (?:a |your )?(?:preferred|trusted|favou?rite) sources?\b"),
        ("next previous", r" (?:article|story|post|page)\W*$"),
        ("back", r" to (?:the )?top\W*$"),
        ("30- ends ends-", r"\W*$"),
        ("lire voir", r" aussi (?:article réservé|notre|nos)\b"),
        ("notre", r" sélection d['’]articles\b"),
        ("cliquez", r" ici (?:pour|et)\b[^.]{2,80}\W*$"),
        ("haz hacé", r" clic(?:k)? (?:aquí|acá|en) (?:para|y)?[^.]{0,80}\W*$"),
        ("clicca", r" qui (?:per|e)\b[^.]{2,80}\W*$"),
        ("clique", r" aqui (?:para|e)\b[^.]{2,80}\W*$"),
        ("per", r" (?:restare|rimanere) (?:sempre )?aggiornat\w\b"),
        ("leia veja confira", r" (?:outras|mais|os vídeos) (?:notícias|mais assistidos)\b"),
        (
            "sigue siga puedes",
            r" (?:seguir )?[^.]{0,60}\ben (?:facebook|x|twitter|instagram)\b[^.]{0,80}\b(?:newsletter|"
            r"canal|boletín)\b",
        ),
        ("lees", r" (?:alles|meer) over\b[^.]{2,60}$"),
        ("weitere", r" informationen zum thema\W*$"),
        ("dziękujemy,", r" że (?:jesteś|przeczytał|czytasz)"),
        (
            "więcej",
            r" (?:informacji|treści|artykułów|tekstów|wiadomości) [^.]{0,40}(?:znajdziesz|znajdziecie)\b",
        ),
        ("simak", r" (?:breaking news|berita pilihan)\b"),
        ("dapatkan", r" (?:update|informasi) berita\b"),
        ("artikel", r" ini telah tayang\b"),
        ("kính mời", r" (?:mời )?(?:quý )?(?:độc giả|bạn đọc) [^.]{0,60}(?:theo dõi|đón đọc|gửi)"),
        ("haberin", r" devamı\W*$"),
        ("anadolu", r" ajansı web sitesinde\b"),
        ("δείτε διαβάστε", r" όλες τις [^.]{0,40}ειδήσεις\b"),
        ("مادة", r" [إا]علانية\W*$"),
        ("انتهای پایان", r" (?:پیام|خبر)(?!\w).{0,20}$"),
        ("کد", r" خبر(?!\w).{0,20}$"),
        ("کدخبر", r".{0,20}$"),
        ("खबरें", r" और भी हैं"),
        ("रहें", r" हर खबर से"),
        ("cieszymy", r" się, że jesteś z nami"),
        ("hier", r" geht(?:['’]?s| es) (?:zu[mr]?|weiter)\b[^.]{2,60}$"),
        ("zur zum", r" (?:startseite|bildergalerie|bildstrecke|fotostrecke|übersicht)$"),
        (
            "alle mehr aktuelle aktuellen weitere nachrichten news informationen infos",
            r"(?: (?:aktuelle|aktuellen|weitere|nachrichten|news|informationen|infos)\b)*[^.]{0,80} "
            r"(?:finden sie|findest du|gibt es|lesen sie) [^.]{0,40}"
            r"\b(?:themenseite|hier|app|newsletter|ticker|blog)\b",
        ),
        ("retrouvez", r" toute l.actualité\b"),
        ("listen", r" to (?:this|the) (?:article|story|episode|podcast)\b"),
        ("this", r" is a (?:developing|breaking)(?: news)? (?:story|update)\b.{0,120}$"),
        ("this", r" (?:story|article) is (?:developing|breaking)\b.{0,80}$"),
        ("more", r" to (?:come|follow)\W*$"),
        ("why", r" you can trust\b[^.?]{2,40}\W*$"),
        ("more", r" in (?:news|sports?|business|world|politics|entertainment|opinion|local)\W*$"),
        ("about", r" the (?:author|writer|reporter)s?\W*$"),
        ("explore", r" more on (?:these|this) topics?\W*$"),
        ("reuse", r" this content\W*$"),
        ("order", r" reprints\W*$"),
        ("request", r" permissions?\W*$"),
        ("see", r" more on: .{2,80}$"),
        ("recommended", r" (?:from|by|for)\b[^.]{2,30}\W*$"),
        ("around from", r" (?:the web|our partners)\W*$"),
        ("powered", r" by\b[^.]{2,30}\W*$"),
        ("most", r" (?:viewed|read|watched|shared)\b[^.]{0,20}\W*$"),
        ("new newyou", r" ?(?:you )?can now listen to\b"),
        ("dieses", r" thema im programm\b"),
        (
            "hier",
            r" (?:finden sie|findest du|lesen sie)\b[^.]{0,80}"
            r"\b(?:nachrichten|artikel|themen|informationen|news|überblick|newsletter|meldungen)\b",
        ),
        (
            "möchten wollen",
            r" sie (?:diesen artikel|den ganzen artikel|weiterlesen|mehr (?:news|nachrichten|lesen|infos)|"
            r"keine (?:news|nachrichten|neuigkeiten)|immer (?:auf dem laufenden|informiert))\b[^?.]{0,60}\?",
        ),
        ("jetzt", r" (?:kostenlos )?(?:weiterlesen(?: mit\b.{2,30})?|testen|abonnieren|anmelden)\W*$"),
        ("pour", r" (?:aller plus loin|en savoir plus)\W*$"),
        ("vidéo", r" associée\b"),
        ("noticia", r" en (?:actualización|desarrollo)\b"),
        ("så", r" (?:här )?jobbar\b[^.]{0,60}\b(?:fakta|journalistik)\b"),
        ("ayrıntılar haberin", r" (?:devamı )?için tıklayın"),
        ("über", r" dieses thema berichtete?n? [^.]{2,60}(?:\b(?:im|am|in)\b|[:|])"),
        # Where the text goes on.
        (
            "story article post content text report",
            r" (?:continues|resumes) (?:after|below|under|beneath|following)\b[^.]{0,60}\W*$",
        ),
        ("article story", r" content$"),
        ("scroll", r" (?:down )?(?:to|for) (?:continue|keep reading|read|more|video)\b[^.]{0,30}\W*$"),
        ("článek článok text", r" pokra[čc]uje pod\b"),
        ("pokračování", r" (?:článku|textu) pod\b"),
        ("continue", r" (?:reading )?(?:below|after)\b[^.]{0,40}\W*$"),
        ("weiterlesen weiter lesen", r" (?:sie )?(?:unter|nach) der (?:anzeige|werbung)\b[^.]{0,30}\W*$"),
        ("nach", r" der (?:anzeige|werbung) weiterlesen\W*$"),
        (
            "continua continúa",
            r" (?:depois d[ao] (?:publicidade|anúncio)|después de(?:l anuncio| la publicidad)|"
            r"dopo la pubblicità|leyendo|sotto|abaixo|a leggere(?: su)?)\b[^.]{0,40}\W*$",
        ),
        (
            "la",
            r" suite (?:de l['’]article )?(?:après (?:cette|la) (?:pub\w*|vidéo)|sous|ci-dessous)\b"
            r"[^.]{0,40}\W*$",
        ),
        (
            "dalsza dalszy ciąg reszta",
            r" (?:(?:część|ciąg|dalszy) )?(?:artykułu|tekstu|wywiadu|materiału) (?:znajduje się )?"
            r"(?:pod|poniżej|za)\b[^.]{0,50}\W*$",
        ),
        (
            "artikeln artiklen artikkelen artikelen saken teksten",
            r" (?:fortsätter|fortsætter|fortsetter) (?:under|efter|etter|nedanför|nedenfor)\b[^.]{0,40}\W*$",
        ),
        ("juttu artikkeli", r" jatkuu (?:mainoksen|videon|kuvan|\w+ jälkeen)\b[^.]{0,40}\W*$"),
        ("artikel tekst", r" (?:gaat|loopt) (?:verder|door) (?:onder|na)\b[^.]{0,40}\W*$"),
        (
            "het de",
            r" (?:artikel|tekst|bericht|verhaal) (?:gaat|loopt) (?:verder|door) (?:onder|na)\b[^.]{0,40}\W*$",
        ),
        (
            "der dieser",
            r" (?:artikel|text|beitrag) (?:geht|wird) (?:weiter |fortgesetzt )?(?:unter|nach|unterhalb)\b"
            r"[^.]{0,40}\W*$",
        ),
        ("die", r" diskussion wird nach dem text fortgesetzt\b"),
        (
            "watch see",
            r" (?:the )?(?:full )?(?:video|clip|interview|photos?|gallery) (?:above|below|here)\W*$",
        ),
        ("we sorry", r" (?:apologize, but|apologise, but|,)? ?this video has failed to load\b"),
        ("sorry,", r" this video has failed to load\b"),
        ("try", r" refreshing your browser\b"),
        ("your", r" browser does not support\b"),
        (
            "this",
            r" (?:video|content) (?:is|can ?not|cannot) (?:be |no longer |currently |not )?"
            r"(?:played|available|unavailable|be played)\b[^.]{0,40}\W*$",
        ),
        ("to", r" play this (?:video|audio)\b"),
        (
            "to",
            r" (?:view|watch|see) this (?:video|content|page)[^.]{0,20}\b(?:enable|turn on|accept|allow)\b",
        ),
        ("keep", r" up (?:to date )?with [^.]{2,90}\bby following\b"),
        ("this advertisement.", r" (?:advertisement has not loaded|scroll to continue)\b"),
        # Where it comes from, and what was done to it.
        (
            "the",
            r" associated press(?:['’]s?)? (?:[\w ]{0,40})?"
            r"(?:receives? (?:financial )?support|"
            r"(?:education|climate|health|religion)[\w ]{0,40}receives?)\b",
        ),
        (
            "this",
            r" is an archived article\b| (?:story|article) (?:was (?:originally )?reported on-air\b|"
            r"(?:was|has been) (?:written|created|generated|translated|converted)[^.]{0,60}"
            r"\b(?:ai|artificial intelligence|machine translation)\b)",
        ),
        (
            "dieser",
            r" (?:artikel|text|beitrag) (?:wurde|ist) [^.]{0,60}"
            r"\b(?:maschinell\w*|ki|künstliche[rn]? intelligenz)\b",
        ),
        ("conforme", r" a los criterios de\b"),
        ("a", r" version of this (?:article|story|piece) (?:appears|appeared|ran) in\b"),
        # Whom to write to.
        ("to", rf" contact the (?:reporter|author|editor|writer)s?\b[^@]{{0,90}}(?:{_MAIL})?"),
        ("contact reach email e-mail", rf" {_WROTE}[^@]{{0,60}}\b(?:at|on|:) ?{_MAIL}"),
        (
            "got have do",
            r" (?:you )?(?:got |have |seen )?(?:a|any|an) (?:[\w-]+ ){0,2}(?:story|tip|stories|tips|news)\b"
            rf"[^.?]{{0,40}}\? [^?]{{0,80}}(?:{_MAIL}|"
            r"\b(?:contact|e-?mail|message|call|text|write|let us|get in touch)\b)",
        ),
        ("found spotted noticed", r" (?:a|an|any) (?:mistake|error|typo)s?\b[^.]{0,60}\?"),
        (
            "sie haben hast",
            r" (?:(?:sie|du|haben) )?einen (?:tipp|rechtschreib)?fehler\b[^.]{0,40}"
            r"\b(?:gefunden|entdeckt|bemerkt)\b",
        ),
        ("hai", r" trovato un errore\b"),
        ("vous", r" (?:avez une (?:info|information|question)|souhaitez réagir)\b[^?.]{0,60}\?"),
        ("¿has has", r" (?:encontrado|visto) (?:un|algún) error\b"),
        ("našli", r" (?:jste|ste)\b[^.]{0,30}\bchyb"),
        ("masz", r" (?:ciekawy temat|ciekawą|newsa|zdjęcie|informacj)[^.]{0,40}\?"),
        ("napisz", r" do (?:autor|nas|redakcji)"),
        ("tipsa tips", r" oss\b[^.]{0,40}"),
        ("har", r" (?:du|ni|dere) (?:et |ett |en )?(?:nyhets)?tips\b[^?]{0,40}\?"),
        ("do", r" you have (?:an opinion on the issues|a story suggestion)\b"),
        ("the", r" times is committed to publishing a diversity of letters\b"),
        ("we", r" pay for (?:your )?(?:stories|videos|pictures)\b"),
        (
            "contact reach email e-mail",
            r" (?!the |your |our |us |him |her |them |an? |any |local )[\w.'’-]+ (?:[\w.'’-]+ ){0,2}"
            rf"(?:at|on|via)? ?:? ?{_MAIL}",
        ),
        # Who earns by it.
        ("this", r" (?:post|article|story|page) (?:may )?contains? affiliate links\b"),
        ("dieser", r" (?:artikel|text|beitrag) enthält (?:sogenannte )?affiliate"),
        ("we", r" may (?:earn|receive|get) (?:an? )?(?:small )?(?:affiliate )?commission\b"),
        ("when if", r" you (?:purchase|buy|click)[^.]{0,60}\blinks?\b[^.]{0,60}\b(?:commission|earn)\b"),
        ("prices", r" (?:are|were) (?:accurate|correct) (?:at|as of)\b"),
        # Who may use it.
        ("queda", r" (?:\w+ )?prohibid[ao] (?:la|su) reproducción\b"),
        ("dilarang", r" keras mengambil\b"),
        ("при", r" (?:цитуванні|використанні|копіюванні) (?:і|та|матеріалів|інформації)\b"),
        ("encontraste ¿encontraste encontrou", r" (?:algum |un |um )?err(?:or|o)\b[^.?]{0,30}\?"),
        (
            "нашли заметили обнаружили увидели помітили знайшли побачили",
            r" (?:ошибку|опечатку|помилку|неточность|неточність)\b.{0,60}(?:\?|ctrl|виділіть|выделите)",
        ),
        (
            "если якщо",
            r" (?:вы|ви) \w+ (?:ошибку|опечатку|помилку|неточность|неточність)\b.{0,60}"
            r"(?:ctrl|виділіть|выделите)",
        ),
        ("מצאתם מצאת", r" טעות"),
        # Who pays for it.
        (
            "support",
            r" (?:our|local|independent|quality|public) (?:[\w-]+ )?journalism\b[^.]{0,40}(?:[.!:]|$)",
        ),
        (
            "your",
            r" (?:support|donation|contribution|gift|membership)s? "
            r"(?:makes?|helps?|keeps?|allows?|funds?|enables?|sustains?) "
            r"(?:our|us|this|it|independent|local|quality)\b",
        ),
        (
            "if",
            r" you (?:value|like|enjoy|appreciate|found|read|believe in|care about)[^.,]{2,80}, "
            r"(?:please |we hope |you can |why not )*"
            r"(?:consider|support|donate|help us|become|make a|join|subscribe|chip)\b",
        ),
        (
            "please",
            r" (?:consider|help|support)\b[^.]{0,60}"
            r"\b(?:donat\w+|supporting (?:us|our|[\w ]{0,20}journalism)|"
            r"a (?:gift|contribution|subscription|member)|becoming a|subscribing)\b",
        ),
        (
            "unterstützen unterstütze unterstützt",
            r" (?:sie |du )?(?:uns|unsere arbeit|unseren journalismus|unabhängigen journalismus)\b"
            r"[^.]{0,60}[.!]?$",
        ),
        (
            "hat haben wenn",
            r" (?:dir|ihnen|euch|sie) (?:dieser|der|unser|diesen) (?:artikel|beitrag|text)\b[^.]{0,40}"
            r"\bgefallen\b",
        ),
        ("cet", r" article vous a plu\b"),
        (
            "soutenez",
            r" (?:nous|notre|une presse|un journalisme|le journalisme|l['’]info\w*)\b[^.]{0,60}\W*$",
        ),
        ("faites", r" un don\b[^.]{0,40}\W*$"),
        ("sostieni", r" (?:il (?:nostro )?giornalismo|l['’]informazione)\b[^.]{0,60}\W*$"),
    ),
    "newsletter": (
        ("join", r" (?:our|the|us on) (?:[\w’']+ ){0,3}(?:whatsapp|telegram|discord|facebook)\b"),
        (
            "get receive",
            r" [^.]{2,90}\b(?:joining|join) (?:our|the) (?:[\w’']+ ){0,2}(?:whatsapp|telegram)\b",
        ),
        ("you'll you’ll", r" receive (?:daily|regular) updates on\b"),
        ("no", r" one will be able to see who(?: i|['’])s signed up\b"),
        ("all", r" you have to do is click here if you['’]re on mobile\b"),
        (
            "if",
            r" you['’]re (?:on a desktop, (?:simply )?scan the qr code|curious, you can read our privacy)\b",
        ),
        ("we", r" also treat our community members to special offers\b"),
        ("thanks thank", r" (?:you )?for (?:signing up|subscribing)\W*$"),
        ("a", r" welcome e-?mail is on its way\b"),
        (
            "by",
            r" (?:submitting|clicking|signing up|subscribing|providing)\b[^.]{0,60}"
            r"\b(?:you|i) (?:agree|consent|accept)\b",
        ),
        ("this", r" site is protected by\b"),
        ("please", r" enter a valid e-?mail\b"),
        ("you", r" (?:can|may) unsubscribe\b"),
        ("something", r" went wrong, please try again\b"),
        ("we'll we’ll", r" be sure to let you know\b"),
        ("to", r" leave our community,? click\b"),
        (
            "sign",
            r"[ -]up (?:to|for) our (?:free )?[^.]{0,60}\b(?:e-?mail|newsletter|alert|briefing|bulletin)s?\b",
        ),
        (
            "download",
            r" (?:our|the free) [^.]{0,40}\bapps?\b| (?:the )?[^.]{2,40}\bapp (?:now|today|here|"
            r"for (?:free|the|all|breaking|more|daily|news)|to (?:get|receive|read|stay))\b",
        ),
        (
            "recibe recibí receba participe únete entra",
            r" [^.]{0,50}\b(?:en (?:tu|su) (?:correo|whatsapp|celular|móvil)|no (?:seu )?whatsapp|"
            r"(?:al|nuestro|do|no) canal\b[^.]{0,40}(?:whatsapp|telegram|youtube))\b",
        ),
        ("volg śledź obserwuj kövess", r" (?:ons|nas|minket)\b[^.]{0,60}\W*$"),
        ("urmărește-ne urmăreşte-ne", r" pe\b[^.]{0,60}\W*$"),
        (
            "подписывайтесь подписывайся подпишитесь підписуйтесь підписуйтеся підпишіться следите стежте "
            "слідкуйте следете последвайте приєднуйтесь ακολουθήστε sledujte",
            _CHANNEL,
        ),
        ("читайте смотрите", rf" нас\b{_CHANNEL}"),
        ("ещё еще ще больше більше", rf" (?:(?:больше|більше) )?(?:новостей|новин)\b{_CHANNEL}"),
        ("ikuti", rf" (?:terus )?(?:berita|update|saluran|kanal)\b{_CHANNEL}"),
        ("urmărește urmărește-ne urmăreşte urmareste abonează-te abonați-vă kövesse kövesd kövess", _CHANNEL),
        ("تابعوا تابعونا تابعنا", r" [^.]{0,60}(?:تل[يغ]?[غيج]رام|واتساب|فيسبوك|قناتنا|google|غوغل|جوجل)"),
    ),
    "comment": (
        ("what", rf" do you (?:think|make)\b[^?]{{0,60}}\? ?[^.?!]{{0,30}}(?:{_COMMENTS}|\bbelow\b)"),
        ("let tell", rf" us (?:know|what)\b(?:{_COMMENTS}|[^.!?]{{0,40}} below\b)"),
        ("join", rf" the (?:conversation|discussion|debate)(?:{_COMMENTS}|{_HERE}|\W*$)"),
        ("have", rf" your say\b(?:{_COMMENTS}|{_HERE}|\W*$)"),
        ("leave drop post", r" (?:us )?(?:a|your) comments?\b[^.]{0,40}(?:\bbelow\b|\W*$)"),
        ("share", rf" your (?:thoughts|views|opinions?|stor(?:y|ies))\b{_COMMENTS}"),
        ("réagir commenter", r" (?:à )?(?:cet |l['’])article\W*$"),
        ("scrivi lascia", r" un commento\W*$"),
        ("comments", r" (?:have been|are) (?:disabled|closed|turned off)\b[^.]{0,40}\W*$"),
        ("this", r" (?:story|article) is closed to comments\b"),
        ("be", r" the first to comment\W*$"),
        ("you", r" must be logged in to (?:post|comment|reply)\b"),
        ("your", r" e-?mail address will not be published\b"),
        ("please", r" (?:read|see|review) our comment(?:ing|s)? (?:policy|guidelines|rules)\b"),
        ("kommentera kommentieren", r"\W*$"),
        (
            "schreib schreibt schreiben diskutieren diskutiert diskutiere",
            r" (?:sie |es |uns |ihr |euch )*[^.]{0,40}\b(?:in die|in den) kommentaren?\b",
        ),
        (
            "déjanos cuéntanos dejanos deixe conte dites-nous",
            r"[^.]{0,50}\b(?:comentarios?|comentários?|commentaires?)\b",
        ),
    ),
    "paywall": (
        (
            "this",
            r" (?:story|article|content) is (?:(?:only |exclusively )?available (?:only |exclusively )?"
            r"(?:to|for)|reserved for|exclusive to|for) (?:our )?(?:paid )?(?:subscribers|members|"
            r"registered)\b",
        ),
        ("subscribe", r" (?:now )?to (?:continue|keep) reading\b.{0,60}$"),
        ("to", r" (?:continue|keep) reading,? (?:please )?(?:subscribe|log in|sign in|register|create)\b"),
        (
            "to",
            r" read the (?:full|whole|rest of the|rest of this) (?:story|article),? "
            r"(?:please )?(?:subscribe|log in|sign in|register|start|become)\b",
        ),
        ("keep", r" reading (?:with|for)\b[^.]{0,40}\b(?:trial|free|subscription|account)\b.{0,20}$"),
        ("il", r" vous reste \d+ ?% de cet article\b"),
        ("la", r" suite est réservée aux abonnés"),
        ("suscríbete suscribete", r" para (?:seguir|continuar) leyendo\b"),
        ("lees", r" verder met een abonnement\b"),
        ("log", r" in om (?:verder )?te lezen\b"),
        ("für", r" abonnenten\W*$"),
        ("already", r" (?:a subscriber|a member|subscribed|registered|have an account)\?"),
        (
            "you you've you’ve",
            r" (?:have )?(?:reached your (?:\w+ )?limit of|read \d+ of|"
            r"used (?:all|up) your (?:\w+ )?(?:articles|stories))\b",
        ),
        ("create", r" (?:an?|your) (?:free )?account to (?:continue|read|keep|access)\b"),
        ("log sign", r" in\b[^.]{0,40} to (?:continue|read|keep reading|access)\b[^.]{0,60}$"),
        ("login", r" (?:or \w+ )?to (?:continue|read|keep reading|access)\b[^.]{0,60}$"),
        ("cet article contenu", rf" (?:article )?(?:est )?réservé (?:à nos|aux) {_SUBSCRIBERS}"),
        (
            "dieser",
            rf" (?:artikel|text|inhalt) ist (?:exklusiv|nur|ausschließlich) für (?:unsere )?{_SUBSCRIBERS}",
        ),
        (
            "contenido este",
            rf" (?:contenido |artículo )?(?:es )?exclusivo para (?:nuestros )?"
            rf"(?:{_SUBSCRIBERS}|usuarios registrados)",
        ),
        ("este", r" conteúdo é exclusivo para\b"),
        ("já", r" é assinante\?"),
    ),
    "stamp": (
        (
            "this",
            r" (?:story|article) (?:was|has been) (?:originally |first )?(?:published|updated|posted) "
            r"(?:on |at )?(?:\w{3,9}\.? \d{1,2}\b|\d)",
        ),
    ),
}

# In scripts without spaces a text has no first word: asked of those that begin in one.
_UNSPACED_NOTICE = re.compile(
    r"(?:ขอบคุณ(?:ข้อมูล)?ภาพ|ภาพจาก|ที่มาภาพ).{0,60}$|"
    r"ติดตาม(?:ข่าว|เรา|ได้).{0,80}(?:facebook|เฟซบุ๊ก|line|youtube|twitter|เว็บไซต์)|"
    r"不用抽|[请請](?:继续|繼續)往下[阅閱][读讀]|(?:未经|未經)(?:授权|授權|许可|许可|书面)|"
    r"(?:版权|版權|免责|免責)[声聲]明[：:]|"
    r"(?:点击|點擊|點我|按我|扫码|掃碼)[^。]{0,24}(?:下载|下載|查看|看更多|进入|進入|关注|關注|订阅|訂閱)|"
    r"更多(?:精彩|新闻|新聞|内容|內容|资讯|資訊)[^。]{0,24}(?:关注|關注|下载|下載|请|請|点击|點擊)|"
    r"(?:下載|加入)[^。]{0,24}(?:app|line|好友)|阅读下一篇|(?:本文)?完[）)]?$|"
    r"続きを読む\W*$|"
    r"(?:기사)? ?제보(?:는|하기| ?전화)|"
    r"[^.]{0,60}(?:뉴스레터|구독하기|카카오톡|카톡|채널 추가|바로가기)[^.]{0,20}$"
).match
_UNSPACED_WALL = re.compile(
    r"(?:この記事は|ここから先は)[^。]{0,30}(?:会員|有料|限定)|残り ?[\d０-９,]{2,6}文字"
).match
UNSPACED = "\u0e00"
"""Letters from here on are of scripts that write no spaces."""
_LONGEST_UNSPACED = 220
_LONGEST = 360


# Stands in headers and letters, too.
_ASKS_WHO = ("already", "já ")


def _by_first_word(kinds: Iterable[tuple[str, str, str]]) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    table: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for kind, words, rest in kinds:
        pattern = re.compile(rest)
        for word in words.split():
            table.setdefault(word, []).append((kind, pattern))
    return table


_BY_FIRST_WORD = _by_first_word(
    (kind, words, rest) for kind, notices in _NOTICES.items() for words, rest in notices
)


FIRST_WORDS = frozenset(_BY_FIRST_WORD)
"""A notice begins with one of these, or with a letter from `UNSPACED` on: most texts need not be asked."""


def notice(text: str) -> str:
    """Kind of a paragraph that is a publisher's notice to its readers; "" of any other.

    :param text: in small letters, without the marks it begins with.

    >>> notice("story continues below advertisement"), notice("stories of the sea continue to be told")
    ('promo', '')
    """
    if len(text) > _LONGEST:
        return ""
    word = text.partition(" ")[0]
    for kind, rest in _BY_FIRST_WORD.get(word, ()):
        if rest.match(text, len(word)):
            return kind
    if text[:1] >= UNSPACED and len(text) < _LONGEST_UNSPACED:
        return "paywall" if _UNSPACED_WALL(text) else "promo" if _UNSPACED_NOTICE(text) else ""
    return ""


def says_wall(text: str) -> bool:
    """Whether a line says that the rest of the story is for subscribers.

    >>> says_wall("This story is available exclusively to subscribers."), says_wall("Already a subscriber?")
    (True, False)
    """
    lower = text.lower()
    return not lower.startswith(_ASKS_WHO) and notice(lower) == "paywall"
