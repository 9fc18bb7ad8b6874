"""Pictures of the story: which, in what size, with which caption and credit."""

from __future__ import annotations

import pytest

from newscrawl.extract.blocks import Layout
from newscrawl.extract.captions import split_credit
from newscrawl.extract.headline import find_headline
from newscrawl.extract.images import find_images
from newscrawl.page import Page

TEXT = "The harbour reopened on Friday after nine days of storm, and two ferries left at noon."


def images(markup: str, head: str = "", before: str = "") -> list[tuple[str, str | None, str | None]]:
    html = (
        f"<html><head>{head}</head><body>{before}<article><h1>Harbour reopens</h1><p>{TEXT}</p>{markup}"
        f"<p>{TEXT}</p></article>"
        f"<footer><img src='/foot.jpg'></footer></body></html>"
    )
    page = Page(html, "https://quaypost.example/world/harbour")
    layout = Layout(page)
    headline = find_headline(layout, page)[1]
    body = [block for block in layout.blocks if block.text == TEXT]
    return [(image.url, image.caption, image.credit) for image in find_images(layout, page, headline, body)]


BASE = "https://quaypost.example"


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ("<img src='/a-quay.jpg'>", "/a-quay.jpg"),
        ("<img src='data:image/gif;base64,R0' data-src='/a-quay.jpg'>", "/a-quay.jpg"),
        ("<img src='/placeholder.png' data-lazy-src='/a-quay.jpg'>", "/a-quay.jpg"),
        ("<img src='/s.jpg' srcset='/s.jpg 320w, /l.jpg 1280w, /m.jpg 640w'>", "/l.jpg"),
        ("<img src='/s.jpg' srcset='/s.jpg, /l.jpg 2x'>", "/l.jpg"),
        ("<img src='/s.jpg' srcset='/w,320/s.jpg 320w, /w,640/l.jpg 640w'>", "/w,640/l.jpg"),
        ("<picture><source srcset='/l.webp 1200w'><img src='/s.jpg'></picture>", "/l.webp"),
        ("<img src='/a-quay.jpg' data-src='/'>", "/a-quay.jpg"),
        ("<a href='/full/a-quay.jpg'><img src='/a-quay.jpg'></a>", "/a-quay.jpg"),
        ("<img src='data:image/gif;base64,R0' data-qp-src='/a-quay.jpg'>", "/a-quay.jpg"),
        ("<img data-qp-lazy-srcset='/s.jpg 320w, /l.jpg 1280w' data-qp-src='/s.jpg'>", "/l.jpg"),
        ("<img data-src-fallback='/none.jpg' data-x-src='src' data-src-big='/a-quay.jpg'>", "/a-quay.jpg"),
        ("<img src='/a-quay.jpg' data-qp-src='/other.jpg'>", "/a-quay.jpg"),
    ],
)
def test_largest(markup: str, url: str) -> None:
    assert images(markup) == [(BASE + url, None, None)]


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='/pixel.gif' width='1' height='1'>",
        "<img src='/icons/share.svg'>",
        "<img src='/logo.png'>",
        "<img src='javascript:void(0)'>",
        "<img src='//['>",
        "<img>",
        "<a href='/world/another-story'><img src='/other.jpg'></a>",
        "<div class='related-stories'><img src='/other.jpg'></div>",
        "<div class='author-box'><img class='avatar' src='/ana.jpg'></div>",
        "<div class='q1'><img src='/ana.jpg' alt='Ana Ruiz'><a href='/author/ana-ruiz'>Ana Ruiz</a></div>",
        "<div class='q1'><img src='/media/authors/ana.jpg'></div>",
        f"<p>{TEXT}</p><section><figure><img src='/post.jpg'></figure><p>Our letter</p>"
        "<a href='/newsletters/'>Join</a></section>",
        "<aside><button><img src='/film.jpg'></button><div>Watch: ferries leave the harbour</div></aside>",
    ],
)
def test_not_of_the_story(markup: str) -> None:
    assert images(markup) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<div><img src='/a-quay.jpg' alt='Ana Ruiz'><a href='/world/ana-ruiz-leaves'>Ana Ruiz</a></div>",
        "<div><img src='/a-quay.jpg' alt='The quay'><a href='/author/ana-ruiz'>Ana Ruiz</a></div>",
        "<div><a href='/newsletters/'>Newsletter</a></div><p>Two ferries</p><img src='/a-quay.jpg'>",
    ],
)
def test_a_link_near_a_picture_does_not_make_it_anothers(markup: str) -> None:
    assert images(markup) == [(f"{BASE}/a-quay.jpg", None, None)]


def test_a_picture_in_an_aside_with_its_caption_is_the_storys() -> None:
    figure = "<figure><img src='/a-quay.jpg'><figcaption>The quay</figcaption></figure>"
    assert images(f"<aside>{figure}</aside>") == [(f"{BASE}/a-quay.jpg", "The quay", None)]


def test_sharing_image_only_where_nothing_is_shown() -> None:
    head = "<meta property='og:image' content='/lead.jpg'>"
    assert images("", head) == [(f"{BASE}/lead.jpg", None, None)]
    assert images("<img src='/a-quay.jpg'>", head) == [(f"{BASE}/a-quay.jpg", None, None)]
    assert images("", "<meta property='og:image' content='/logo.png'>") == []


@pytest.mark.parametrize(
    ("caption", "want"),
    [
        ("The quay. Photo: Ana Ruiz", ("The quay.", "Ana Ruiz")),
        ("The quay <span class='credit'>(Image: Ana Ruiz)</span>", ("The quay", "Ana Ruiz")),
        ("The quay on Friday. (AP Photo/Ana Ruiz)", ("The quay on Friday.", "AP Photo/Ana Ruiz")),
        ("Der Kai. Foto: dpa", ("Der Kai.", "dpa")),
        ("Der KaiQuelle: Ana Ruiz/dpa", ("Der Kai", "Ana Ruiz/dpa")),
        ("The quay © Ana Ruiz", ("The quay", "Ana Ruiz")),
        ("Getty Images", (None, "Getty Images")),
        ("All photos by Ana Ruiz", (None, "Ana Ruiz")),
        ("(The Quay Post)", (None, "The Quay Post")),
        ("The quay during the first ferry's call.AFP", ("The quay during the first ferry's call.", "AFP")),
        ("The quay. (Photo by Example Images) Example", ("The quay.", "Example Images")),
        (
            "The quay of Ruiz (Photo courtesy of the Port of Ruiz)",
            ("The quay of Ruiz", "Photo courtesy of the Port of Ruiz"),
        ),
        (
            "The quay of Ruiz. (Ana Ruiz for The Quay Post)",
            ("The quay of Ruiz.", "Ana Ruiz for The Quay Post"),
        ),
        ("The quay of Ruiz, Friday. (AP)", ("The quay of Ruiz, Friday.", "AP")),
        ("The quay of of the Associated Press (AP)", ("The quay of of the Associated Press (AP)", None)),
        (
            "The quay of Ruiz | Ana Ruiz/Example via Getty Images",
            ("The quay of Ruiz", "Ana Ruiz/Example via Getty Images"),
        ),
        (
            "The quay of Ruiz. REUTERS/Ana Ruiz <a href='/buy'>Buy rights, opens new tab</a>",
            ("The quay of Ruiz.", "REUTERS/Ana Ruiz"),
        ),
        ("The quay of Ruiz. <a href='/map'>Map of the port</a>", ("The quay of Ruiz. Map of the port", None)),
        # the agency in a line of its own says less than the brackets
        (
            "The quay of Ruiz. (AP Photo/Ana Ruiz)</figcaption><p class='credit'>EXAMPLE PRESS</p>",
            ("The quay of Ruiz.", "AP Photo/Ana Ruiz"),
        ),
        ("The quay", ("The quay", None)),
        # the credit first
        ("<span class='copyright'>© stock.example/Ana</span> The quay", ("The quay", "stock.example/Ana")),
        ("<i class='copyright'>Foto: action xy</i>Der Kai am Abend", ("Der Kai am Abend", "action xy")),
        (
            "© Getty Images HARBOUR, May 3: two ferries left.",
            ("HARBOUR, May 3: two ferries left.", "Getty Images"),
        ),
        # credit only
        ("Fot. Port Handlowy", (None, "Port Handlowy")),
        ("Ana Ruiz/Instagram", (None, "Ana Ruiz/Instagram")),
        ("<p>Photo:</p><p>Ana Ruiz</p>", (None, "Ana Ruiz")),
        ("Foto: Ana Ruiz, via Wikimedia | Lizenz: CC BY-SA 4.0", (None, "Ana Ruiz, via Wikimedia")),
        ("CC", (None, "CC")),
        ("<a href='https://photos.example/ana'>Ana Ruiz</a>", (None, "Ana Ruiz")),
        # no colon
        ("Der Kai im Mai. Foto Ana Ruiz via Unsplash", ("Der Kai im Mai.", "Ana Ruiz via Unsplash")),
        ("El muelle, el viernes. EFE", ("El muelle, el viernes.", "EFE")),
        ("Der Kai ist offen.Unsplash/Ana Ruiz", ("Der Kai ist offen.", "Unsplash/Ana Ruiz")),
        (
            "Two ferries left. Ana Ruiz/Quay Times/Getty Images",
            ("Two ferries left.", "Ana Ruiz/Quay Times/Getty Images"),
        ),
        ("码头上的两艘渡轮正在离港 安娜 摄", ("码头上的两艘渡轮正在离港", "安娜")),
        ("碼頭上的兩艘渡輪正在離港。（取自港口臉書）", ("碼頭上的兩艘渡輪正在離港。", "港口臉書")),
        # what else stands there
        (
            "The quay<p class='credit'>Ana Ruiz / Quay Times / Getty Images</p>",
            ("The quay", "Ana Ruiz / Quay Times / Getty Images"),
        ),
        ("<p>+</p><p>The quay - North</p><p class='credit'>© Ana Ruiz</p>", ("The quay - North", "Ana Ruiz")),
        ("The quay. Photo: Ana Ruiz/Quay Times hide caption", ("The quay.", "Ana Ruiz/Quay Times")),
        ("The quay. Foto: Ana Ruiz --pageNumber-- von --total--", ("The quay.", "Ana Ruiz")),
        ("Der Kai (Bildquelle: Ana Ruiz (CC0) - (Symbolbild))", ("Der Kai", "Ana Ruiz (CC0)")),
        ("Der Kai | Foto: ana/stock.example2022/01/Kai_ana-scaled.jpeg", ("Der Kai", "ana/stock.example")),
        # no captions
        ("harbour_quay_8", (None, None)),
        ("The quay of Ruiz. (WQXR)", ("The quay of Ruiz.", "WQXR")),
        ("The quay of Ruiz(WQXR)", ("The quay of Ruiz", "WQXR")),
        ("He leads the Quay Health Office (QHO)", ("He leads the Quay Health Office (QHO)", None)),
        ("The quay of Ruiz (AFP)", ("The quay of Ruiz", "AFP")),
        ("The quay of Ruiz. Pic: PA", ("The quay of Ruiz.", "PA")),
        ("The quay of Ruiz (Pic: Quay Pictures)", ("The quay of Ruiz", "Quay Pictures")),
        ("Der Kai. Archivfoto: Ana Ruiz", ("Der Kai.", "Ana Ruiz")),
        ("Der Kai. Foto: Picture Alliance/dpa | Ana Ruiz", ("Der Kai.", "Picture Alliance/dpa | Ana Ruiz")),
        ("Le quai. (Photo d'illustration : Ana Ruiz / AFP)", ("Le quai.", "Ana Ruiz / AFP")),
        ("Le quai. Photo d’archives Ana Ruiz", ("Le quai.", "Ana Ruiz")),
        ("El muelle <span class='credit'>Derechos de autor Ana Ruiz</span>", ("El muelle", "Ana Ruiz")),
        ("Il molo di Ruiz <span>- RIPRODUZIONE RISERVATA</span>", ("Il molo di Ruiz", None)),
        ("Cheiul. Sursa foto: Ana Ruiz", ("Cheiul.", "Ana Ruiz")),
        ("The quay. Staff photo by Ana Ruiz", ("The quay.", "Ana Ruiz")),
        ("The quay of Ruiz. (Photo provided by Ana Ruiz)", ("The quay of Ruiz.", "Ana Ruiz")),
        ("The quay of Ruiz.<cite>(Supplied: Ana Ruiz)</cite>", ("The quay of Ruiz.", "Supplied: Ana Ruiz")),
        ("The quay of Ruiz.<cite>(Quay News: Ana Ruiz)</cite>", ("The quay of Ruiz.", "Quay News: Ana Ruiz")),
        ("<strong>Image Credits:</strong> Ana Ruiz / Getty Images", (None, "Ana Ruiz / Getty Images")),
        (
            "The quay of Ruiz. REUTERS/Ana Ruiz/File Photo "
            "<a href='/buy'>Purchase Licensing Rights<i>, opens new tab</i></a>",
            ("The quay of Ruiz.", "REUTERS/Ana Ruiz/File Photo"),
        ),
        ("IMG_1234.jpg", (None, None)),
        ("6 ZDJĘĆ", (None, None)),
        ("Harbour reopens", (None, None)),
    ],
)
def test_caption_and_credit(caption: str, want: tuple[str | None, str | None]) -> None:
    assert images(f"<figure><img src='/a-quay.jpg'><figcaption>{caption}</figcaption></figure>") == [
        (f"{BASE}/a-quay.jpg", *want)
    ]


@pytest.mark.parametrize(
    ("caption", "want"),
    [
        # its class names it
        ("The quay<span class='media__source'>Ruiz</span>", ("The quay", "Ruiz")),
        ("<b>The quay</b> <span class='foto-firma'>ana_ruiz</span>", ("The quay", "ana_ruiz")),
        (
            "<span class='licence'>Ana Ruiz, CC BY 4.0</span> <span>The quay</span>",
            ("The quay", "Ana Ruiz, CC BY 4.0"),
        ),
        # it reads like a name behind a sentence
        (
            "<span>El muelle, ayer.</span><span class='q7'>Ana de la Ruiz</span>",
            ("El muelle, ayer.", "Ana de la Ruiz"),
        ),
        (
            "<span>El muelle, ayer.</span> <span>Ana Ruiz (REUTERS)</span>",
            ("El muelle, ayer.", "Ana Ruiz (REUTERS)"),
        ),
        ("<div><span>The quay!</span><i></i><small>Ana Ruiz</small></div>", ("The quay!", "Ana Ruiz")),
        (
            "The quay in 1973 <cite>Ana Ruiz/Harbour Archive</cite>",
            ("The quay in 1973", "Ana Ruiz/Harbour Archive"),
        ),
        # it begins with what announces a credit
        ("<span>Kajen</span><span>Foto: Ana Ruiz | Quay Post</span>", ("Kajen", "Ana Ruiz | Quay Post")),
        ("<span>Der Kai</span><cite class='credit'>Archivfoto: QP</cite>", ("Der Kai", "QP")),
        (
            "<span>The quay.</span><span><span>Credit...</span><span>Ana Ruiz</span></span>",
            ("The quay.", "Ana Ruiz"),
        ),
        # no credit: part of the sentence, a sentence, a title, the pictured
        ("<span>The quay, seen by</span> <span>Ana Ruiz</span>", ("The quay, seen by Ana Ruiz", None)),
        ("<span>The quay.</span> <span>Two ferries left</span>", ("The quay. Two ferries left", None)),
        ("A scene of <cite>The Old Pilot</cite>", ("A scene of The Old Pilot", None)),
        ("<b>Ana Ruiz</b> <span>at the quay</span>", ("Ana Ruiz at the quay", None)),
        ("The quay. <a href='/more'>Ana Ruiz</a>", ("The quay. Ana Ruiz", None)),
    ],
)
def test_credit_in_an_element_of_its_own(caption: str, want: tuple[str | None, str | None]) -> None:
    assert images(f"<figure><img src='/a-quay.jpg'><figcaption>{caption}</figcaption></figure>") == [
        (f"{BASE}/a-quay.jpg", *want)
    ]


@pytest.mark.parametrize(
    ("over", "caption", "under", "want"),
    [
        # a credit over the picture, before or behind the caption
        ("<span>Ana Ruiz</span>", "The quay", "", ("The quay", "Ana Ruiz")),
        (
            "<span><span class='sr-only'>Image source, </span>Ana Ruiz</span>",
            "The quay",
            "",
            ("The quay", "Ana Ruiz"),
        ),
        ("<div class='Figure-source'>KQPT</div>", "The quay", "", ("The quay", "KQPT")),
        ("<div>View 6 Images</div><div>00:49</div>", "The quay", "", ("The quay", None)),
        ("", "The quay", "<div class='figure__owner'>Harbour archive</div>", ("The quay", "Harbour archive")),
        ("", "The quay.<span class='media-owner'>PHOTO: <p>Ruiz</p></span>", "", ("The quay.", "Ruiz")),
        ("", "The quay", "<p class='caption-credit'>ANA RUIZ</p>", ("The quay", "ANA RUIZ")),
        ("<div class='credit'>Image 1 of 4 © Ana Ruiz</div>", "The quay", "", ("The quay", "Ana Ruiz")),
        # buttons and labels
        ("<span class='x1'>Image</span>", "The quay", "", ("The quay", None)),
        ("<ul><li><a class='btn' href='#'>Buy Now</a></li></ul>", "The quay", "", ("The quay", None)),
        (
            "<details><summary>View image in fullscreen</summary></details>",
            "The quay",
            "",
            ("The quay", None),
        ),
        ("", "<span class='off-screen'>Legende:</span> The quay", "", ("The quay", None)),
        ("", "<span>Image</span><span>The quay at noon</span>", "", ("The quay at noon", None)),
        ("", "<span class='sr-only'>Image: </span>Two ferries at noon", "", ("Two ferries at noon", None)),
        ("", "<span class='sr-only'>Image: </span>Ana Ruiz", "", (None, "Ana Ruiz")),
        # neither
        ("<h2>Ferries And Cargo</h2>", "The quay", "", ("Ferries And Cargo The quay", None)),
        ("<p>Watch Ferries</p>", "The quay", "", ("Watch Ferries The quay", None)),
        ("<p>Two ferries</p>", "The quay", "", ("Two ferries The quay", None)),
    ],
)
def test_beside_the_caption_of_a_figure(
    over: str, caption: str, under: str, want: tuple[str | None, str | None]
) -> None:
    markup = f"<div><img src='/a-quay.jpg'>{over}</div><figcaption>{caption}</figcaption>{under}"
    assert images(f"<figure>{markup}</figure>") == [(f"{BASE}/a-quay.jpg", *want)]


def test_one_picture_in_several_sizes_is_one() -> None:
    assert len(images("<img src='/harbour-quay-640x360.jpg'><img src='/harbour-quay-1280x720.jpg'>")) == 1


@pytest.mark.parametrize(
    ("target", "shown"),
    [("/photo/l/4711.html", 1), ("/harbour/foto.aspx?r=9", 1), ("/world/photogenic-goats-win", 0)],
)
def test_a_picture_may_lead_to_the_page_that_shows_it_large(target: str, shown: int) -> None:
    assert len(images(f"<div><a href='{target}'><img src='/a-quay.jpg'></a></div>")) == shown


def test_credit_is_not_found_in_a_word() -> None:
    assert split_credit("Gruppenfoto: alle Lotsen") == ("Gruppenfoto: alle Lotsen", None)


@pytest.mark.parametrize(
    ("before", "want"),
    [
        ("<p>Quaypost</p><div><img src='/masthead.png'></div>", []),
        ("<p>Quaypost</p><figure><img src='/chart.png'></figure>", ["/chart.png"]),
        ("<p>Quaypost</p><div><img src='/a-quay.jpg'></div>", ["/a-quay.jpg"]),
    ],
)
def test_above_the_headline(before: str, want: list[str]) -> None:
    assert [url for url, _, _ in images("", before=before)] == [BASE + path for path in want]


@pytest.mark.parametrize(
    ("beside", "want"),
    [
        ("<p>© Ana Ruiz</p>", (None, "Ana Ruiz")),
        ("<div>Снимка: Ана Руис</div>", (None, "Ана Руис")),
        ("<p>(Bild: Ana Ruiz)</p>", (None, "Ana Ruiz")),
        ("<div>Two ferries at the quay. Foto: Ana Ruiz</div>", ("Two ferries at the quay.", "Ana Ruiz")),
        (
            "<p>Prom przy kei (Fot. Ana Ruiz / Agencja Morze)</p>",
            ("Prom przy kei", "Ana Ruiz / Agencja Morze"),
        ),
        ("<p class='img-desc'>Two ferries at the quay</p>", ("Two ferries at the quay", None)),
        ("<div class='legend'>Two ferries at the quay (AP)</div>", ("Two ferries at the quay", "AP")),
        (
            "<div class='lead-image-caption'>Two ferries</div><div class='lead-image-author'>Ana Ruiz</div>",
            ("Two ferries", "Ana Ruiz"),
        ),
        ("<p class='x-bild__info__text'>Two ferries at the quay</p>", ("Two ferries at the quay", None)),
        (
            "<p class='image-text'>Two ferries <a class='comment-count' href='#c'>at the quay</a></p>",
            ("Two ferries at the quay", None),
        ),
        (
            "<div>1 of 9 |</div><p>The quay of Ruiz. (AP Photo/Ana Ruiz)</p>",
            ("The quay of Ruiz.", "AP Photo/Ana Ruiz"),
        ),
        ("<div class='related'>6 photos</div><p>The quay. Foto: Ana Ruiz</p>", ("The quay.", "Ana Ruiz")),
        ("<p>Two ferries at the quay</p>", (None, None)),
        ("<p>Copyright © The Quay Post. All rights reserved</p>", (None, None)),
        ("<p>© 2024 The Quay Post</p>", (None, None)),
        ("<p class='quote-credit'>Ana Ruiz, pilot</p>", (None, None)),
    ],
)
def test_beside_a_picture(beside: str, want: tuple[str | None, str | None]) -> None:
    assert images(f"<div><div><img src='/a-quay.jpg'></div>{beside}</div>") == [(f"{BASE}/a-quay.jpg", *want)]


def test_a_plain_line_is_a_caption_where_it_shares_the_picture_box_with_a_credit() -> None:
    box = "<div><div><img src='/a-quay.jpg'></div><p>© Ana Ruiz</p><p>Two ferries Zoom</p></div>"
    assert images(box) == [(f"{BASE}/a-quay.jpg", "Two ferries", "Ana Ruiz")]


def test_a_figure_around_the_picture_alone_leaves_its_caption_outside() -> None:
    box = (
        "<div><figure><img src='/a-quay.jpg'></figure><p class='caption'>The quay (Photo: Ana Ruiz)</p></div>"
    )
    assert images(box) == [(f"{BASE}/a-quay.jpg", "The quay", "Ana Ruiz")]


def test_the_next_picture_keeps_its_caption() -> None:
    item = "<div><img src='/quay-{0}-of-the-port.jpg'></div><div class='caption'>Ferry {0}</div>"
    found = images(item.format("one") + item.format("two"))
    assert [caption for _, caption, _ in found] == ["Ferry one", "Ferry two"]


def test_caption_of_a_picture_that_a_script_puts_in() -> None:
    head = "<meta property='og:image' content='/lead.jpg'>"
    html = (
        f"<html><head>{head}</head><body><article><h1>Harbour reopens</h1><figure><figcaption>Two ferries at "
        f"the quay. Photograph: Ana Ruiz</figcaption></figure><p>{TEXT}</p></article></body></html>"
    )
    page = Page(html, "https://quaypost.example/world/harbour")
    layout = Layout(page)
    headline = find_headline(layout, page)[1]
    body = [block for block in layout.blocks if block.text == TEXT]
    (image,) = find_images(layout, page, headline, body)
    assert (image.caption, image.credit) == ("Two ferries at the quay.", "Ana Ruiz")


def test_hostile_captions_are_read_in_time() -> None:
    lines = ("a" * 300_000, "a_" * 150_000, "Foto: " * 50_000, "--a" * 100_000, "( " * 100_000)
    for line in lines:
        images(
            "".join(f"<figure><img src='/{i}.jpg'><figcaption>{line}</figcaption></figure>" for i in range(2))
        )


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("항구에 모인 배들. /사진=가나다뉴스", "항구에 모인 배들.", "가나다뉴스"),
        ("항구에 모인 배들. 항구시 제공", "항구에 모인 배들.", "항구시"),
        ("항구에 모인 배들 [연합뉴스 자료사진]", "항구에 모인 배들", "연합뉴스 자료사진"),
        ("항구에 모인 배들 임꺽정 기자 lim@example.com", "항구에 모인 배들", "임꺽정 기자"),
        ("港口的渔船。新华社记者 木森 摄", "港口的渔船。", "新华社记者 木森"),
        ("港口的渔船（无人机照片）。新华社发（木森摄）", "港口的渔船（无人机照片）。", "新华社发（木森摄）"),
        ("港口的渔船正在拍摄", "港口的渔船正在拍摄", None),
        ("港口漁船。（資料照，記者木森攝）", "港口漁船。", "記者木森"),
        ("港口漁船。圖／木森提供", "港口漁船。", "木森"),
        ("港口漁船。（路透）", "港口漁船。", "路透"),
        ("港の漁船（５日）＝海野波撮影", "港の漁船（５日）", "海野波"),
        ("港の漁船＝ロイター", "港の漁船", "ロイター"),
        ("港の漁船（ＡＦＰ時事）", "港の漁船", "ＡＦＰ時事"),
        ("Thuyền ở cảng - Ảnh: LÊ SÓNG", "Thuyền ở cảng", "LÊ SÓNG"),
        ("Thuyền ở cảng. (Nguồn: AFP/TTXVN)", "Thuyền ở cảng.", "AFP/TTXVN"),
        ("قوارب في الميناء (الفرنسية)", "قوارب في الميناء", "الفرنسية"),
        ("قوارب في الميناء (أرشيفية - رويترز)", "قوارب في الميناء", "أرشيفية - رويترز"),
        ("قوارب في الميناء (شمال المدينة)", "قوارب في الميناء (شمال المدينة)", None),
        ("बंदरगाह पर नावें - फोटो : लहर समाचार", "बंदरगाह पर नावें", "लहर समाचार"),
        ("बंदरगाह पर नावें। (फोटो- लहर)", "बंदरगाह पर नावें।", "लहर"),
        ("ঘাটে নৌকা। ছবি: সংগৃহীত", "ঘাটে নৌকা।", "সংগৃহীত"),
        ("เรือที่ท่าเรือ (ภาพ: AFP)", "เรือที่ท่าเรือ", "AFP"),
        ("Kapal di dermaga. ANTARA FOTO/Laut Biru/foc.", "Kapal di dermaga.", "ANTARA FOTO/Laut Biru/foc"),
    ],
)
def test_credits_in_other_scripts(text: str, caption: str, credit: str | None) -> None:
    assert split_credit(text) == (caption, credit)


@pytest.mark.parametrize(
    ("owner", "shown"),
    [("Автор фото,", "Подпись к фото,"), ("图像来源，", "图像加注文字，"), ("इमेज स्रोत,", "इमेज कैप्शन,")],
)
def test_labels_for_screen_readers_in_other_languages(owner: str, shown: str) -> None:
    markup = (
        f"<figure><div><img src='/a.jpg'><p><span>{owner} </span>Quay Images</p></div>"
        f"<figcaption><span>{shown} </span><p>Two ferries at the quay</p></figcaption></figure>"
    )
    assert images(markup) == [(f"{BASE}/a.jpg", "Two ferries at the quay", "Quay Images")]


@pytest.mark.parametrize(
    ("stated", "credit"),
    [
        ('alt="Foto: Ana Ruiz/dpa"', "Ana Ruiz/dpa"),
        ('alt="The quay" title="The quay at dawn. Photo: Ana Ruiz"', "Ana Ruiz"),
        ('alt="Photo: two ferries at the quay"', None),
        ('alt="Bild: Neue Fähre"', None),
    ],
)
def test_a_credit_that_only_the_pictures_own_texts_tell(stated: str, credit: str | None) -> None:
    markup = f"<figure><img src='/a-quay.jpg' {stated}><figcaption>Two ferries at noon</figcaption></figure>"
    assert images(markup) == [(f"{BASE}/a-quay.jpg", "Two ferries at noon", credit)]
