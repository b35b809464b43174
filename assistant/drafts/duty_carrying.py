"""Which responsibilities of the library a list of bodies states: 「薪酬改革由市人力资源社会保障局牵头，市财政局配合」.

Words about who does something have little in common with the task that the clause sets, so that a search by words misses
them: the bodies themselves are laid beside every responsibility.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafts.duties import held
from assistant.drafts.duty_words import duties_said
from assistant.drafts.passages import grams
from assistant.drafts.wording import bared
from corpus.facts import Responsibility
from corpus.library import Library
from corpus.model import ClauseId

_TOPIC = 0.5
"""So much of what stands before the bodies (薪酬改革由…) must the clause or its headings speak of."""
_OTHERWISE = 0.95
"""The same bodies in the very words come before the same bodies in another order."""
_SAID = re.compile("^[由是，、：:为的]*(?:责任单位|牵头单位|责任部门|牵头部门)?[由是，、：:为的]*")


def carrying_duties(words: str, library: Library) -> Iterator[tuple[Responsibility, float]]:
    """Each responsibility that all parts named are true of, with the share of the topic that its clause speaks of.

    A single body (由市卫生健康局负责) says too little to be looked for without a topic. One responsibility a clause.
    """
    said = duties_said(words)
    if not said:
        return
    topic = grams(_topic(words, said[0].start))
    if len({b.text for part in said for b in part.bodies}) < 2 and len(topic) < 2:
        return
    listed = bared(words[said[0].start : said[-1].end]).text
    told: set[ClauseId] = set()
    for document in library.documents:
        for duty in library.facts(document.id).responsibilities:
            if duty.clause in told:
                continue
            found = held(words, [(duty, duty.span.of(document.text))])
            if found is None or found.differences:
                continue
            share = _spoken(topic, library, duty.clause)
            if share >= _TOPIC:
                told.add(duty.clause)
                yield duty, share if listed in bared(duty.span.of(document.text)).text else share * _OTHERWISE


def _topic(words: str, start: int) -> str:
    """What stands before the bodies: 薪酬改革 of 薪酬改革由市……."""
    return _SAID.sub("", words[:start].rstrip("由是：:为的责任单位牵头部门，"))


def _spoken(topic: frozenset[str], library: Library, clause_id: ClauseId) -> float:
    if not topic:
        return 1.0
    clause, document = library.clause(clause_id), library.document(clause_id.document)
    there = grams("，".join((clause.text, *(c.heading for c in document.ancestors(clause)))))
    return len(topic & there) / len(topic)
