"""`status`: how far a question between parties has come, episode by episode.

episodes  the ladder of stages, and how far an episode has come
viewing   the view; `changing`: what is news in it; `showing`: the table, lines
"""

from __future__ import annotations

from monitor.projections import Kind
from monitor.projections.status.changing import changes, grounds
from monitor.projections.status.episodes import Options, problems
from monitor.projections.status.showing import lines, rows
from monitor.projections.status.viewing import view

KIND = Kind(
    name="status",
    version=2,
    reader="contacts",
    options=Options,
    view=view,
    changes=changes,
    grounds=grounds,
    rows=rows,
    lines=lines,
    problems=problems,
)
