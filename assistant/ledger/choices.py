"""What there is to filter by: the documents, regions, bodies, years and kinds that a view's rows hold, with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ledger.rows import Row
from assistant.ledger.state import STATES, groups_of

_MOST_BODIES = 300
Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Each list holds (value, how many rows): bodies by how often they have a part, years and states in their order."""

    documents: tuple[tuple[str, str], ...]
    regions: Counted
    bodies: Counted
    years: Counted
    states: Counted
    kinds: Counted


def choices_of(rows: Sequence[Row]) -> Choices:
    """What the rows hold; documents as (id, what they are called)."""
    documents = {r.document.id: r.document.citation for r in rows}
    regions = Counter(r.document.region for r in rows if r.document.region)
    bodies = Counter(name for r in rows for name in {d.body.name for d in r.duties})
    years = Counter(str(year) for r in rows for year in {d.by.year for d in r.dues if d.by is not None})
    states = Counter(group for r in rows for group in groups_of(r.dues))
    kinds = Counter(kind for r in rows for kind in r.kinds)
    return Choices(
        documents=tuple(documents.items()),
        regions=tuple(regions.items()),
        bodies=tuple(bodies.most_common(_MOST_BODIES)),
        years=tuple(sorted(years.items())),
        states=tuple((state, states[state]) for state in STATES if states[state]),
        kinds=tuple(kinds.most_common()),
    )
