"""EBL News: a Drupal site of agency copy, stories under /news/<section>, "More from World" below each."""

from newscrawl.site import Site
from newscrawl.spiders.wire import WireSpider


class EblNewsSpider(WireSpider):
    """`scrapy crawl eblnews`: the world section and what it leads to."""

    name = "eblnews"
    start_urls = ["https://eblnews.com/news/world"]
    # "Mon, 05/09/2016 - 17:15" is day/month; its pages name CET.
    site = Site(domains=("eblnews.com",), zone="Europe/Brussels", date_order="DMY")
