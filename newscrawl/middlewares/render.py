"""`meta["playwright"]`, as scrapy-playwright has it, for spiders of your own: the page is drawn by its
scripts.

The request itself is a plain one, so redirects, robots.txt, retries and caches see what they always see. What
comes back is then drawn by `newscrawl.render`, under the same rules; `playwright_page_methods` are called
before it is read. Without a browser the plain page comes, as everywhere in newscrawl (stat
newscrawl/render/missed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.http import HtmlResponse

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

__all__ = ["RenderMiddleware"]


class RenderMiddleware:
    """Stands nearest to the engine: it sees a page once nothing more happens to it on the way."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Draw the page of a request that asks for it."""
        if (
            not request.meta.get("playwright")
            or response.status != 200
            or not isinstance(response, HtmlResponse)
        ):
            return response
        # Imported here: a crawl that draws nothing pays nothing.
        from newscrawl.render.plan import Plan
        from newscrawl.render.renderer import NotDrawn, renderer_of

        if response.request is None:
            response.request = request
        try:
            return await renderer_of(self.crawler).draw(response, Plan(scroll=True), request.meta)
        except NotDrawn:
            return response
