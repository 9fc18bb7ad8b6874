"""Item pipelines: one job each, a thin adapter over a pure function, counting what it changed.

They run in the order of `ITEM_PIPELINES`: address, body, wire matter, times, related headlines, then `since`
and the check, which drop, and last the state, which drops what is unchanged. What is no `Story` passes
through untouched.
"""

from newscrawl.pipelines.address import AddressPipeline
from newscrawl.pipelines.body import BodyPipeline
from newscrawl.pipelines.check import CheckPipeline
from newscrawl.pipelines.related import RelatedPipeline
from newscrawl.pipelines.rights import RightsPipeline
from newscrawl.pipelines.since import SincePipeline
from newscrawl.pipelines.state import StatePipeline
from newscrawl.pipelines.times import TimesPipeline
from newscrawl.pipelines.wire import WirePipeline

__all__ = [
    "AddressPipeline",
    "BodyPipeline",
    "CheckPipeline",
    "RelatedPipeline",
    "RightsPipeline",
    "SincePipeline",
    "StatePipeline",
    "TimesPipeline",
    "WirePipeline",
]
