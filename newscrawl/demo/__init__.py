"""The bundled demo wire site: sixty invented stories, their server, and what a crawl should read.

`scrapy demo` serves it to look at; `make crawl` and the tests crawl it.

>>> len(stories())
60
"""

from .server import DemoServer
from .site import Answer, answer
from .story import DemoStory
from .truth import Expected, expected, stories

__all__ = ["Answer", "DemoServer", "DemoStory", "Expected", "answer", "expected", "stories"]
