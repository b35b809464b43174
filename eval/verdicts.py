"""Answers that choose: yes or no, and which places. What is said outright counts first, what is implied after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eval.cases import PlaceFact, YesNoFact
from eval.given import Given
from eval.wording import denies, holds, sentences

_LEAD_IN = r"^\s*(?:(?:根据|按照|依据)[^,，]{0,40}[,，])?"
_YES = re.compile(
    _LEAD_IN
    + r"(?:是的|是[,，。]|对[,，。的]|有[,，。的]|可以|需要|能[,，。够]|应当|属于|符合|正确|没错|(?:[^：:。]{2,10}[：:])?与文件一致)"
)
_NO = re.compile(_LEAD_IN + r"(?:不|否|没有|并非|并不|未|无[,，。]|(?:[^：:。]{2,10}[：:])?与文件不符|错误|有误)")
_INSIDE_NO = re.compile(
    "与文件不符|不是|并非|并不|不属于|不正确|不对|有误|没有|不需要|不可以|未作|不能|不在所列|不包括|不要求|没提|未提|有差别|不相同|不一样"
    "|不(?:设|收|用|予|允许|纳入|列入|再|含)"
)
_UP, _DOWN = re.compile("提高|增加|上升|增长|提升|更高|涨"), re.compile("低于|下降|减少|降低|降至|降到")
_DEGREE = re.compile("早|晚|新|旧|高|低|多|少|快|大|长|短|严")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a fact is there, and why."""

    right: bool
    reason: str


def says_yes_or_no(fact: YesNoFact, body: str, question: str) -> Verdict:
    """Whether the answer's yes or no is the fact's. A statement of the rule itself says yes; a no must be said."""
    said = _said(re.sub(r"《[^》]*》", "", body), question)
    if said is None:
        return Verdict(fact.value, "陈述了规定本身，即为“是”" if fact.value else "没有说“否”")
    return Verdict(said == fact.value, f"回答是“{'是' if said else '否'}”")


def _said(body: str, question: str) -> bool | None:
    every = list(sentences(body))
    first = every[0] if every else ""
    if _NO.match(first):
        return False
    # Of several places one may differ: a denial anywhere is a no to "都是…吧".
    if any("与文件不符" in s for s in every):
        return False
    if _YES.match(first):
        return True
    if any(_INSIDE_NO.search(s) for s in every[:2]):
        return False
    opposite = (_UP.search(question) and _DOWN.search(body)) or (_DOWN.search(question) and _UP.search(body))
    return False if opposite else None


def names_places(fact: PlaceFact, given: Given, question: str, places: Sequence[str]) -> Verdict:
    """Whether just these places are the answer: said to be earlier (higher, …) where the question asks for one of those
    it names, else named in a sentence that doesn't deny them or cites their document."""
    known = list(dict.fromkeys((*fact.values, *places)))
    chosen = _chosen(given.body, question, known)
    if chosen:
        right = all(any(c in v or v in c for v in fact.values) for c in chosen)
        return Verdict(right, f"选的是{'、'.join(sorted(chosen))}")
    found: set[str] = set()
    for sentence in sentences(given.body):
        if denies(sentence):
            continue
        said = sentence + " ".join(c.document for c in given.markers_in(sentence))
        # "梅州市：…" in a comparison of places that the question names only lists what each says.
        head = re.match(r"^[^：:]{2,12}[：:]", sentence)
        listed = {p for p in places if head and p in head[0] and p in question and p not in fact.values}
        found |= {p for p in known if p not in listed and holds(said, p)}
    missing = [p for p in fact.values if p not in found]
    extra = [p for p in found if not any(p in v or v in p for v in fact.values)]
    if missing:
        return Verdict(False, f"缺少{'、'.join(missing)}")
    return (
        Verdict(False, f"多出{'、'.join(sorted(extra))}") if extra else Verdict(True, f"地区为{'、'.join(fact.values)}")
    )


def _chosen(body: str, question: str, known: Sequence[str]) -> set[str]:
    """The places said to be what the question asks for by degree: 广东省更早 for "哪个更早"."""
    asked = [m[0] for m in _DEGREE.finditer(question)]
    if not asked or sum(p in question for p in known) < 2:
        return set()
    degree = "[更最较先]" + f"(?:{'|'.join(asked)})"
    return {p for p in known if re.search(f"{p}[^，,。；;]{{0,40}}?{degree}", body)}
