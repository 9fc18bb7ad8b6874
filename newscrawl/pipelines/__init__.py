"""Item pipelines: one job each, a thin adapter over a pure function, counting what it changed.

They run in the order of `ITEM_PIPELINES`: address, body, wire matter, times, related headlines, then `since`
and the check, which alone drop. What is no `Story` passes through untouched.
"""

from newscrawl.pipelines.address import AddressPipeline
from newscrawl.pipelines.body import BodyPipeline
from newscrawl.pipelines.check import CheckPipeline
from newscrawl.pipelines.related import RelatedPipeline
from newscrawl.pipelines.since import SincePipeline
from newscrawl.pipelines.times import TimesPipeline
from newscrawl.pipelines.wire import WirePipeline

__all__ = [
    "AddressPipeline",
    "BodyPipeline",
    "CheckPipeline",
    "RelatedPipeline",
    "SincePipeline",
    "TimesPipeline",
    "WirePipeline",
]
