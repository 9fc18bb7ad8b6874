"""WARC records and files for tests, written byte by byte so that they may be wrong on purpose."""

from __future__ import annotations

import gzip
import io

from fastwarc.stream_io import ZstdWriter


def page(headline: str, paragraphs: int = 3) -> bytes:
    """A story page of our own making that any reader takes for one."""
    body = "".join(
        f"<p>Sentence {number} of the story tells at some length what happened in the harbour that day, who "
        f"was there, what they said about it and what the council means to do in the coming weeks.</p>"
        for number in range(paragraphs)
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{headline}</title>'
        f'<meta property="og:type" content="article"></head>'
        f"<body><article><h1>{headline}</h1>{body}</article>"
        "</body></html>"
    ).encode()


def record(
    block: bytes,
    *,
    url: str | None = "https://news.example/harbour",
    kind: str = "response",
    version: str = "1.0",
    date: str = "2016-09-05T17:15:00Z",
    content_type: str = "application/http; msgtype=response",
    length: int | None = None,
    extra: str = "",
) -> bytes:
    """One WARC record around a block."""
    target = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\n{target}WARC-Date: {date}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: {content_type}\r\n{extra}"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(body: bytes, status: str = "200 OK", headers: str = "Content-Type: text/html\r\n") -> bytes:
    """The block of a response record."""
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode("latin-1") + body


def chunked(body: bytes, size: int = 100) -> bytes:
    """A body in the chunked transfer coding."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def zstd(data: bytes) -> bytes:
    """One zstd frame."""
    target = io.BytesIO()
    with ZstdWriter(target) as writer:
        writer.write(data)
        writer.finish()
    return target.getvalue()


WARCINFO = record(b"software: a test\r\n", kind="warcinfo", url=None, content_type="application/warc-fields")


def packed(records: list[bytes], how: str) -> bytes:
    """Records as a file: plain, gzip or zstd with a member each, or one member for all."""
    if how == "plain":
        return b"".join(records)
    if how == "gzip":
        return b"".join(map(gzip.compress, records))
    if how == "gzip in one":
        return gzip.compress(b"".join(records))
    if how == "zstd":
        return b"".join(map(zstd, records))
    if how == "zstd in one":
        return zstd(b"".join(records))
    raise ValueError(how)
