"""What the language model was asked and has answered, and what it has not been asked yet.

Light, like all that queries import: the standard library and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from monitor.views.reading import Reading, Row


def model(reading: Reading) -> Row | None:
    """How the model does, over all topics; None when it was never asked.

    `reasons` are those for which proposals were rejected; `failure` says why the last call was not
    answered, null when it was.
    """
    last = reading.select("select model, outcome, detail from model_calls order by at desc limit 1")
    if not last:
        return None
    (sums,) = reading.select(
        "select sum(outcome = 'answered') as answered, sum(outcome <> 'answered') as failed,"
        " coalesce(sum(claims), 0) as claims, coalesce(sum(rejected), 0) as rejected,"
        " max(case outcome when 'answered' then at end) as last_answer from model_calls"
    )
    why = reading.select(
        "select key as reason, sum(value) as times from model_calls, json_each(reasons)"
        " group by key order by times desc, key"
    )
    return {
        "model": last[0]["model"],
        **sums,
        "reasons": {row["reason"]: row["times"] for row in why},
        "failure": None if last[0]["outcome"] == "answered" else last[0]["detail"],
    }


def unasked(reading: Reading, topic: str, since: datetime, blamed: Iterable[str]) -> list[Row]:
    """Stories first told since then of which the model has not answered a question.

    `tries` counts the calls that ended in one of the outcomes that are blamed on the story. Copies are
    one voice with what they copy, and of a revision the tables do not hold what it was read with:
    neither is asked about from here.
    """
    return reading.select(
        "select stories.*, (select count(*) from model_calls c where c.topic = stories.topic"
        "   and c.story = stories.id and c.reading = stories.reading"
        "   and c.outcome in (select value from json_each(?))) as tries"
        " from stories where topic = ? and of is null and revisions = 0"
        " and coalesce(published, seen) > ? and not exists (select 1 from model_calls c"
        "   where c.topic = stories.topic and c.story = stories.id and c.outcome = 'answered')"
        " order by n",
        *(json.dumps(list(blamed)), topic, _stamp(since)),
    )


def asked(reading: Reading, since: datetime) -> list[datetime]:
    """When the model was asked since then."""
    rows = reading.select("select at from model_calls where at > ? order by at", _stamp(since))
    return [datetime.fromisoformat(row["at"]) for row in rows]


def _stamp(moment: datetime) -> str:
    """As the tables write it, so that text compares as time."""
    return moment.astimezone(UTC).isoformat()
