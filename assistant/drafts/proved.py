"""What of a claim's words its passage doesn't bear out: another word in a word's place, or a word that stands nowhere.

Before a claim is called 一致 every word of it must stand in its place in the passage, or be said in the same sentence or
the headings above it where order binds nothing, or only frame the claim (我市, 要, 进一步), or be known to say the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

import rjieba

from assistant.drafts.alignment import Loose, carried, frames, loose
from assistant.drafts.difference import Difference, What, full_width
from assistant.drafts.passages import Passage
from corpus.model import Clause, Document
from corpus.organizations import bodies_in, matches
from index.words import normal

_LEVEL = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿]|[甲乙丙]等|季度|半年|年度|每[年月周日]|按[年月周日]|定期")
_RANKED = re.compile("国家|自治区|[省市县区镇乡村]")
_NUMBERED = re.compile(r"^\s*[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[.、)）．]+")
_STATUS = re.compile("[（(]?(?:征求意见稿|试行|草案)[)）]?")
_NAMING = "nabstmj"
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST = 10
_LEAST = 6
"""So many characters of a claim must stand in their place before another word is called wrong."""
_ALMOST = 0.6


def unproved(words: str, passage: Passage) -> list[Difference]:
    """The words of a claim that the passage doesn't bear out: those in another's place first told, the others kept."""
    runs = [r for r in loose(words, _NUMBERED.sub("", passage.words)) if not _body_of(r, words, passage)]
    if not runs:
        return []
    beside = _beside(passage)
    open_runs: list[tuple[Loose, bool]] = []
    for run in runs:
        swapped = _swapped(run, words, passage)
        if swapped or not carried(normal(run.said), beside, alike=not run.there):
            open_runs.append((run, swapped))
    told = [r for r, _ in open_runs if _tellable(r)]
    almost = _share(words, [r for r, _ in open_runs]) >= _ALMOST
    out = []
    for run, _ in open_runs:
        if run in told and almost and len(told) == len(open_runs) <= 2:
            out.append(_replaced(run))
        else:
            out.append(Difference("unproved", run.start, run.end, None, run.said, run.there))
    return out


def _swapped(run: Loose, words: str, passage: Passage) -> bool:
    """Whether a word stands in the place of another that the claim then lacks, though the source also says it elsewhere."""
    there, said = normal(run.there), normal(run.said)
    own = normal(passage.text)
    if not there or passage.row is not None or normal(words).count(there) >= own.count(there) or frames(there):
        return False
    return (run.firm and said not in own) or (_alike(said, there) and (run.firm or said not in own))


def _alike(said: str, there: str) -> bool:
    """Whether two words are of one kind: ranks, numbers, words of one length or with the same end (门诊, 急诊)."""
    if any(kind.search(said) and kind.search(there) for kind in (_LEVEL, _RANKED)):
        return True
    return len(said) == len(there) or said[-1] == there[-1]


def _tellable(run: Loose) -> bool:
    """Whether a word in another's place may be called wrong: 先进 for 平均, 长春市 for 吉林市.

    Clerks put one verb for another freely (配备, 有; 提供, 予以) and cut names short (质控, 医疗质量控制): that is no fault.
    """
    if not run.there or max(len(run.said), len(run.there)) > _LONGEST or frames(run.there):
        return False
    if any(kind.search(run.said) and kind.search(run.there) for kind in (_LEVEL, _RANKED)):
        return True
    said, there = _apart(run.said, run.there)
    return bool(said and there) and not set(said) & set(there) and names(said) and names(there)


def _apart(one: str, other: str) -> tuple[str, str]:
    """What two words don't begin and end with alike: 养老, 托育 of 养老机构, 托育机构."""
    front = _alike_in_front(one, other)
    one, other = one[front:], other[front:]
    back = _alike_in_front(one[::-1], other[::-1])
    return one[: len(one) - back], other[: len(other) - back]


def _alike_in_front(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@lru_cache(maxsize=4096)
def names(words: str) -> bool:
    """Whether words name or qualify a thing, by their parts of speech; nothing else is so fixed that another may be wrong.

    >>> names("先进"), names("配备"), names("长春市")
    (True, False, True)
    """
    return all(flag[0] in _NAMING or flag == "vn" for word, flag in rjieba.tag(words) if _HAN.search(word))


def _share(words: str, runs: list[Loose]) -> float:
    """The share of a claim's characters that stand in their place; nothing where they are few."""
    size = sum(1 for c in words if "\u3400" <= c <= "\u9fff")
    open_ones = sum(r.end - r.start for r in runs)
    return (size - open_ones) / size if size - open_ones >= _LEAST else 0.0


def _replaced(run: Loose) -> Difference:
    what: What = "term"
    if _LEVEL.search(run.said) and _LEVEL.search(run.there) and not _RANKED.search(run.said + run.there):
        what = "number"
    right = full_width(run.there)
    return Difference(what, run.start, run.end, right, run.said, right)


def _body_of(run: Loose, words: str, passage: Passage) -> bool:
    """Whether the loose words belong to a body that the sentence, or where none stands in their place the clause, names."""
    near = passage.clause.text if not run.there else passage.sentence.of(passage.document.text)
    for mention in bodies_in(words):
        if mention.span.start < run.end and run.start < mention.span.end:
            if mention.body.text in near or any(matches(mention.body, m.body) for m in bodies_in(near)):
                return True
    return False


def _beside(passage: Passage) -> str:
    """What bears a claim out beside the passage itself: its sentence, the headings above, the document's name."""
    sentence = passage.sentence.of(passage.document.text)
    return normal(f"{passage.words}\n{sentence}\n{headings(passage.document, passage.clause)}")


def headings(document: Document, clause: Clause) -> str:
    """The headings above a clause, its own and the document's name."""
    above = [c.heading for c in document.ancestors(clause)]
    title = clause.table.title if clause.table is not None else ""
    return "\n".join([*above, clause.heading, title, _STATUS.sub("", document.name), document.region or ""])
