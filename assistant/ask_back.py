"""Asked back where several readings are open, with the readings to choose from: 「省里的那份方案」 with two provinces held, 「那边」 of two.

Only what the library holds is offered, and only where answering one reading would hide another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Refusal
from assistant.naming import place_of
from assistant.query import Query
from assistant.statement import Composition
from assistant.terms import telling
from corpus.library import Library
from corpus.model import Document

_PROVINCE = re.compile("省里|省级|上级|自治区里")
_THERE = re.compile("那边|那里|那儿|那头|那个地方|那个市|那份")
_MOST = 6


def compose_choice(query: Query, library: Library) -> Composition | None:
    """A question back with its readings; ``None`` where the question has one reading, or is answered for every place."""
    if query.kind == "document" and not query.documents and _PROVINCE.search(query.asked):
        held = [d for d in library.documents if d.level == "省"]
        return _which(held, query.text) if len(held) > 1 else None
    if query.follows and len(query.documents) > 1 and not query.own_terms and (there := _THERE.search(query.asked)):
        named = [library.document(d) for d in query.documents]
        return _which(named, query.text.replace(there[0], ""))
    own = [t for t in query.terms if not re.fullmatch("目标值?|指标值?|数值", t.text)]
    bare = query.kind in ("goals", "value") and telling(own) < 0.2 and not query.anchor
    if bare and not query.documents and not query.numbers and len(library.documents) > 1:
        if re.search("目标值|指标值|数值|多少|几", query.asked):
            return _which(library.documents, query.text, "哪一项指标")
    return None


def _which(documents: Sequence[Document], question: str, what: str = "") -> Composition:
    """Which of the documents is meant, each as a question to click."""
    places = "、".join(dict.fromkeys(place_of(d) for d in documents[:_MOST]))
    text = f"请问指的是哪一份文件{'、' + what if what else ''}？可以是：{places}。"
    choices = tuple(dict.fromkeys(f"{place_of(d)}：{question}" for d in documents[:_MOST]))
    return Composition(refusal=Refusal("unclear", text), choices=choices)
