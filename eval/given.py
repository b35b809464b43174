"""An answer as the scorers see it: plain data, whichever assistant gave it, so that stored answers score as live ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer

_MARKS = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: the clause's id (粤办函〔2022〕245号#二/（五）), the quote, the clause's text, the document's name."""

    marker: int
    clause: str
    quote: str
    text: str = ""
    document: str = ""


@dataclass(frozen=True)
class Given:
    """What came back for one turn; ``retrieved`` are clause ids, best first; ``error`` is set where the assistant failed."""

    text: str
    abstained: bool = False
    citations: tuple[Cited, ...] = ()
    notes: tuple[str, ...] = ()
    asks_back: bool = False
    retrieved: tuple[str, ...] | None = None
    elapsed_ms: float = 0.0
    tokens: int | None = None
    error: str | None = None
    refusal: str | None = None
    extra: dict[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def body(self) -> str:
        """The text without the notes (提示：…) and, in a refusal, without the reading list: what is claimed."""
        lines = [line for line in self.text.split("\n") if not line.startswith("提示：")]
        if self.abstained or self.refusal:
            lines = [line for line in lines if not line.startswith("· ")]
        return "\n".join(lines)

    def markers_in(self, text: str) -> tuple[Cited, ...]:
        """The citations whose markers stand in a piece of the text."""
        wanted = {int(n) for n in _MARKS.findall(text)}
        return tuple(c for c in self.citations if c.marker in wanted)

    def as_json(self) -> dict[str, Any]:
        """As the report's json keeps it."""
        return {k: v for k, v in asdict(self).items() if k != "extra" and v is not None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Given:
        """The inverse of ``as_json``."""
        cited = tuple(Cited(**c) for c in data.get("citations", ()))
        rest: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        return cls(**rest | {"citations": cited})


def given_of(answer: Answer, retrieved: Iterable[str] | None = None) -> Given:
    """An assistant's answer as the scorers see it; tokens are what its chat model read and wrote, where it has one."""
    use = answer.trace.model
    return Given(
        text=answer.text,
        abstained=answer.status == "refused",
        citations=tuple(Cited(c.marker, str(c.clause), c.quote, c.text, c.title) for c in answer.citations),
        notes=(*answer.notes, *(w for c in answer.citations for w in c.warnings)),
        asks_back=bool(answer.choices),
        retrieved=None if retrieved is None else tuple(retrieved),
        elapsed_ms=answer.elapsed_ms,
        tokens=None if use is None else use.read + use.written,
        refusal=answer.refusal.reason if answer.refusal else None,
    )
