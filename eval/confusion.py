"""What was said where what should have been: the verdicts of the draft suite, gold by gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.drafts.finding import VERDICTS
from eval.results import Result

NOTHING = "（标注之外）"
"""The row of accusations that stand on words which nobody labelled."""
MISSED = "没有查出"


def confusion(results: Sequence[Result]) -> dict[str, dict[str, int]]:
    """How often each verdict was given for each gold one, in the contract's order; empty for suites without verdicts."""
    counts: dict[str, Counter[str]] = {}
    for result in results:
        if said := result.given.get("said"):
            counts.setdefault(result.outcome or NOTHING, Counter())[said] += 1
    order = [v for v in (*VERDICTS, NOTHING) if v in counts]
    return {gold: {v: counts[gold][v] for v in (*VERDICTS, MISSED) if counts[gold][v]} for gold in order}


def table_rows(table: Mapping[str, Mapping[str, int]]) -> list[list[str]]:
    """The table with its head, as cells of text: gold down, said across, blanks where it never was."""
    said = [v for v in (*VERDICTS, MISSED) if any(v in row for row in table.values())]
    rows = [["应为 \\ 判为", *said]]
    return rows + [[gold, *(str(row.get(v, "")) for v in said)] for gold, row in table.items()]
