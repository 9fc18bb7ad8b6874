"""Long tables: results of a race, members of a parliament, a school's syllabus.

They have up to thousands of cells, each as short as a name. These are the story's matter or none of it, all
of them: they are judged by the first ones, since to judge each takes ten times what the rest of the page
does, and gains half a table now and then.
"""

from __future__ import annotations

from collections.abc import Sequence

from newscrawl.extract.blocks import Layout

LONG = 300
"""Cells of one depth from which a page's tables are long."""
FIRST = 100
"""Cells that they are judged by."""
# A longer cell may be a paragraph: old pages stand in a table as a whole.
_SHORT = 80
# A table of data has so many cells, of so many letters each on the whole at most.
_CELLS, _CELL = 4, 60


def is_data(lengths: Sequence[int]) -> bool:
    """Whether a table with cells of so many letters holds data, not the page's layout."""
    return len(lengths) >= _CELLS and sum(lengths) <= _CELL * len(lengths)


def long_tables(layout: Layout) -> list[list[int]]:
    """Indices of the blocks that are short cells of long tables, in page order, a list a depth: there are
    pages with a table for each school year or heat.
    """
    if len(layout.blocks) <= LONG:
        return []
    cells: dict[int, list[int]] = {}
    for block in layout.blocks:
        if block.tag in ("td", "th") and block.length < _SHORT:
            cells.setdefault(block.node.depth, []).append(block.index)
    return [found for found in cells.values() if len(found) > LONG]


def judged_alike(tables: list[list[int]], likely: dict[int, float]) -> dict[int, float]:
    """Likelihoods with all short cells alike: as likely as the first ones are on the whole."""
    if not tables:
        return likely
    for cells in tables:
        known = [likely[index] for index in cells if index in likely]
        if known:
            likely.update(dict.fromkeys(cells, sum(known) / len(known)))
    return dict(sorted(likely.items()))
