"""`quantity`: the latest supported value of a measured number, with its series.

The newest day decides. A value that would change the last one by more than half, or that had been left
behind and comes back, needs two voices: the crew of one ship is told as the whole force, and old
figures are printed late. What will be is not counted.

viewing   the series, the value, the view; `changing`: what is news in it; `showing`: the table, lines
"""

from __future__ import annotations

from monitor.projections import Kind
from monitor.projections.quantity.changing import changes, grounds
from monitor.projections.quantity.showing import lines, rows
from monitor.projections.quantity.viewing import Options, problems, view

KIND = Kind(
    name="quantity",
    version=2,
    reader="quantities",
    options=Options,
    view=view,
    changes=changes,
    grounds=grounds,
    rows=rows,
    lines=lines,
    problems=problems,
)
