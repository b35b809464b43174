"""依据链: below the cards of an answer, folded, how it came about. The words are those of ``ask --trace``."""

from __future__ import annotations

from assistant.trace import Trace
from assistant.trace_told import Line, Section, counted, sections
from assistant.web.markup import escape


def chain_html(trace: Trace) -> str:
    """The folded section; its heading counts the claims. Nothing for an answer that left no trace (an empty question)."""
    if not trace.readings:
        return ""
    body = "".join(_section(section) for section in sections(trace))
    return (
        f'<details class="chain"><summary>依据链<span class="count">{escape(counted(trace))}</span></summary>'
        f"{body}</details>"
    )


def _section(section: Section) -> str:
    return f"<h3>{escape(section.title)}</h3><ul>{''.join(_line(line) for line in section.lines)}</ul>"


def _line(line: Line) -> str:
    names = [name for name, holds in (("inner", line.depth > 1), ("failed", line.failed)) if holds]
    kind = f' class="{" ".join(names)}"' if names else ""
    return f"<li{kind}>{escape(line.text)}</li>"
