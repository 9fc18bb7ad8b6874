"""Pages drawn by script: which ones, by which browser, and under which rules.

A page is always fetched plainly first. Where it is to be drawn (`rendering.Rendering` decides),
`renderer.Renderer` hands that very response to Chromium, whose every further request is made by Scrapy's own
downloader (`drawing.Drawing`): robots.txt, the address guard, size limits, pace and user agent are those of
plain pages because there is no second way out. The browser itself has no network; what would slip past ends
in `sink.Sink`.

Nothing of Playwright is imported, and nothing launched, before the first page that is to be drawn.
"""
