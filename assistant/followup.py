"""What a question means in its conversation: 「那广西呢?」 「谁牵头？」 「2020年的基数呢」 「我说的是2035年」.

A question that stands on its own is left alone. One that doesn't takes from the turn before what it leaves out: the place,
the topic, the kind of answer. Its own words always win, and they alone decide whether something answers: the topic of the
turn before never makes up for a word that the documents don't have.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.query import Query
from assistant.terms import telling
from corpus.model import ClauseId

_POINTS = re.compile(
    r"它|这项|这一条|这条|这件|这事|这个|该(?:项|条|指标|工作)|上述|其中|前面|刚才|那(?!些)|呢|换|另外|剩下|其余|其他|其它|也|不是.{1,10}(?:我|是)|我(?:说|问|要)的是|我是问|一样不|跟.{1,8}(?:一样|比)"
)
_OTHERS = re.compile(r"另外|其他|其它|别的|还有(?:谁|哪)")


def depends(query: Query) -> bool:
    """Whether a question leans on the turn before: it names no place, or points back, or has no content of its own."""
    if query.unknown_places or query.unknown_titles:
        return False
    if query.documents and query.kind in ("goals", "document", "tasks") and not re.search("^那|它|这", query.asked):
        return False
    if query.kind == "which" and not re.search("它|这|另外|其他|其它|还有|别的", query.asked):
        return False
    return not query.documents or bool(_POINTS.search(query.asked)) or telling(query.terms) < 0.3


def merge(query: Query, before: Query, anchor: tuple[ClauseId, ...], documents: tuple[str, ...]) -> Query:
    """The question completed from the turn before; ``documents`` are all of the library's, ``anchor`` what that turn cited."""
    own = [t for t in query.terms if t.weight >= 0.2 and not (query.table and t.text in f"{query.table}参考表")]
    narrowed = query.documents or before.documents or tuple(dict.fromkeys(a.document for a in anchor))
    if _OTHERS.search(query.asked) and query.kind == "which":
        used = set(before.documents) | {a.document for a in anchor}
        narrowed = tuple(d for d in documents if d not in used)
    compare = query.compare
    if query.documents and re.search(r"(?:跟|和|与|比).{0,12}(?:一样|一致|相同|多出来|区别|不同)|一样不", query.asked):
        if not re.search("比它多", query.asked):
            narrowed, compare = tuple(dict.fromkeys((*before.documents, *query.documents))), True
    elsewhere = bool(query.documents) and set(query.documents) != set(before.documents)
    complete = query.kind in ("goals", "document", "tasks")
    terms = query.terms if own or complete else before.terms
    kind = query.kind
    if kind == "general" or (kind in ("value", "members") and not own):
        kind = before.kind if before.kind not in ("general",) else kind
    if own and query.kind == "general":
        kind = before.kind
    if kind == "bodies" and not own and anchor and not elsewhere:
        terms = ()
    loose = bool(own) and not query.years and bool(before.years) and re.search("呢[?？]?$", query.asked) is not None
    years = query.years or (before.years if loose or not own else ())
    return replace(
        query,
        kind=kind,
        terms=terms,
        documents=narrowed,
        places=query.places or before.places,
        wants=query.wants or before.wants,
        years=years,
        loose_years=loose,
        numbers=query.numbers or (() if own else before.numbers),
        bodies=query.bodies,
        measure=query.measure if query.measure != "any" else before.measure if not own else query.measure,
        compare=compare or (len(query.documents) > 1 and len(query.places) != 1),
        anchor=() if elsewhere else anchor,
        follows=True,
        topic=query.topic if own else before.topic,
        fields=query.fields or (before.fields if kind == "document" else ()),
    )
