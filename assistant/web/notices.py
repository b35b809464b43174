"""Short lines that say how a wish went, spoken at once by a screen reader: what went wrong, what was done, how far it is."""

from __future__ import annotations

from typing import Literal

from assistant.web.markup import escape

Kind = Literal["problem", "done", "plain"]


def notice(text: str, kind: Kind = "problem") -> str:
    """One line; a problem is spoken at once, the others when the reader pauses."""
    role = "alert" if kind == "problem" else "status"
    return f'<p class="said {kind}" role="{role}">{escape(text)}</p>'


def progress(stage: str, done: int, total: int) -> str:
    """How far a long piece of work is: 切分条款 3/12, with a bar."""
    share = 100 * done // total if total else 0
    count = f" {done}/{total}" if total > 1 else ""
    return (
        f'<div class="said working" role="status"><span>{escape(stage)}{count}…</span>'
        f'<progress max="100" value="{share}" aria-label="{escape(stage)}"></progress></div>'
    )


def nothing(text: str, hint: str = "") -> str:
    """Where a table would stand: why there is none, and what to do."""
    more = f"<p>{escape(hint)}</p>" if hint else ""
    return f'<div class="nothing"><p class="lead">{escape(text)}</p>{more}</div>'
