"""`tally`: incidents merged from reports, and reported totals reconciled with their sum.

options    the topic's names for its measures
votes      a number that several voices give
reading    incident claims made comparable
clusters   which reports tell of the same happening; `joining`: a second look at these
incidents  each happening settled: day, place, values, name
sums       reported totals, running sums
deciding   what persons have decided of incidents and totals
doubts     incidents that may be another one told again
weighing   which incidents the totals bear out, all looked at together
retelling  refuted ones laid to those that they tell again
filling    numbers that only the totals give
totals     totals held against the sums: floor, presumed dead, gap
single     one long happening
bounding   what of it had happened by a time
figures    the steps above, in order
viewing    the view; `changing`: what is news in it; `grounds`: whether that still holds; `showing`: tables, lines
"""

from __future__ import annotations

from monitor.projections import Kind
from monitor.projections.tally.changing import changes
from monitor.projections.tally.grounds import grounds
from monitor.projections.tally.options import Options, counted, problems
from monitor.projections.tally.showing import lines, rows
from monitor.projections.tally.viewing import view

KIND = Kind(
    name="tally",
    version=3,
    reader="incidents",
    options=Options,
    view=view,
    changes=changes,
    grounds=grounds,
    rows=rows,
    lines=lines,
    problems=problems,
    counted=counted,
)
