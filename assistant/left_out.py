"""「没搞县域医共体的地市怎么办」: the sentence on those that a rule does not reach (未纳入…的地市可参照本方案…).

The sentence on those it does reach covers the question's words better and answers the opposite; so only sentences are
taken in which the topic stands behind a 未 or 没有.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.evidence import Gatherer
from assistant.query import Query
from assistant.quoting import state
from assistant.statement import Composition
from assistant.terms import covered

_ASKED = re.compile(
    r"(?:没有?|不|未|还没)(?P<what>[^，。,;；?？]{2,24}?)的?(?:[^，。,;；?？]{0,10})(?:怎么办|咋办|怎么弄|咋弄|咋整|怎么处理|有(?:啥|什么)?(?:说法|规定|要求))"
)
_NOT = re.compile(r"(?:尚未|暂未|未|没有|不具备|不符合|无)(?!来|必|不)(?P<what>[^,，。;；]{2,40})")


def compose_left_out(query: Query, gatherer: Gatherer) -> Composition | None:
    """The best sentence that speaks of those left out; ``None`` where the question asks of none, or none is there."""
    if _ASKED.search(query.asked) is None:
        return None
    telling = [t for t in query.terms if t.weight >= 0.3]
    if not telling:
        return None
    for unit in gatherer.units(replace(query, kind="general"))[:20]:
        left_out = " ".join(m["what"] for m in _NOT.finditer(unit.words))
        held = sum(t.weight for t in telling if covered(t, left_out) >= 0.8)
        if left_out and held >= 0.6 * sum(t.weight for t in telling):
            return Composition((state(unit, query),))
    return None
