"""Duties in running text: "卫生健康部门负责牵头编制实施规划", "由市医保局牵头", "各县(市、区)人民政府要高度重视…".

Conservative by design: the subject must be a body known by name or pattern and stand where a sentence or a part of it
begins, and the verb must follow at once. Hospitals, schools and enterprises ("各医疗机构要…") are not named bodies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.assignment import Assignment
from corpus.facts import Body
from corpus.model import Span
from corpus.organizations import FUNCTIONS, body_at, is_government, make_body

_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_MARK = re.compile("要|应|须|需|负责|牵头|会同|承担|委员会同")
_ADVERB = "(?:(?:要|应当?|须|需|必须)?(?:按照?|依照?|依据|根据|结合|在)(?:各自|自身)?(?:的)?(?:职责|职能|权限|工作)+(?:和|及)?(?:分工|范围内?|要求|权限)?[，,]?|依法|分别|共同|具体|主要)"
_VERB = re.compile(
    f"(?P<adverb>{_ADVERB}*)"
    "(?P<must>(?:要|应当|应该|应|必须|须|需)(?!求|点|素|件|闻|急|用|对|诊|聘|届|收|知|有|注意|么))?"
    f"{_ADVERB}*"
    "(?:(?P<lead>(?:负责)?牵头(?:负责|组织)?(?!单位|部门|医院|处室|医疗|机构|会同))|(?P<partner>牵头会同|会同|联合|商)(?=[^\\s])"
    "|(?P<do>负责(?!人|同志|制|解释|的)|承担(?!的|着)))?"
)
_BETWEEN = re.compile("、|和|及|以及|与|[，,]|会同")
_FUNCTION_LIST = re.compile(
    r"(?P<words>[一-龥]{2,10}(?:、[一-龥]{2,12})*)(?:等)(?:有关|相关|各)?(?:主管|行政)?部门|(?P<closed>[一-龥]{2,10}(?:、[一-龥]{2,12})+?)(?:有关|相关)?(?:主管|行政)?部门"
)
_LEAD_IN = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*|其中[，,]?|同时[，,]?|原则上|要求|[①-⑳]|[一二三四五六七八九十]是)*"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One sentence that names who does what: its place, its words, the parts it gives."""

    span: Span
    task: str
    assignment: Assignment


@dataclass(frozen=True, slots=True)
class _Named:
    bodies: tuple[Body, ...]
    end: int
    open_list: bool = False


def find_duties(text: str, level: str | None = None) -> list[Duty]:
    """The duties of a clause's text, one a sentence, in order."""
    found: list[Duty] = []
    for match in _SENTENCE.finditer(text):
        sentence = match[0]
        if not _MARK.search(sentence):
            continue
        result = Assignment()
        for start in _starts(sentence):
            _read_subject(sentence, start, level, result)
        if result.all():
            span = Span(match.start() + _begin(sentence), match.start() + len(sentence.rstrip()))
            found.append(Duty(span, span.of(text), result))
    return found


def _begin(sentence: str) -> int:
    """Where the words begin, after blanks and a number such as 1. or （一）."""
    blanks = len(sentence) - len(sentence.lstrip())
    lead_in = _LEAD_IN.match(sentence, blanks)
    return lead_in.end() if lead_in else blanks


def _starts(sentence: str) -> list[int]:
    """Where a subject may begin: the sentence's start, after a comma, after 由."""
    starts = [_begin(sentence)]
    starts += [m.end() for m in re.finditer("[，,]由?|(?<![自理缘事来经])由", sentence)]
    return starts


def _read_subject(sentence: str, start: int, level: str | None, result: Assignment) -> None:
    named = _bodies_from(sentence, start, level)
    if named is None:
        return
    if sentence[named.end : named.end + 1] == "同" and sentence[: named.end].endswith("委员会"):
        partners = _bodies_from(sentence, named.end + 1, level)
        if partners:
            _give(result, named, partners)
        return
    verb = _VERB.match(sentence, named.end)
    if verb is None:
        return
    by = sentence[start - 1 : start] == "由"
    if verb["partner"]:
        partners = _bodies_from(sentence, verb.end(), level)
        if partners:
            _give(result, named, partners)
    elif verb["lead"]:
        _add(result.lead, named.bodies)
        _read_support(sentence, verb.end(), level, result)
    elif verb["do"] or (verb["must"] and not by):
        for body in named.bodies:
            _add(result.implementers if is_government(body.text) else result.responsible, (body,))
    else:
        return
    result.open_list |= named.open_list


def _read_support(sentence: str, start: int, level: str | None, result: Assignment) -> None:
    """After "A牵头": ",B、C配合"."""
    if sentence[start : start + 1] not in ("、", "，", ","):
        return
    named = _bodies_from(sentence, start + 1, level)
    if named and re.match("(?:积极|密切|协同)*(?:配合|参与|协助)", sentence[named.end :]):
        _add(result.support, named.bodies)
        result.open_list |= named.open_list


def _give(result: Assignment, lead: _Named, partners: _Named) -> None:
    _add(result.lead, lead.bodies)
    _add(result.support, partners.bodies)
    result.open_list |= partners.open_list


def _add(part: list[Body], bodies: tuple[Body, ...]) -> None:
    part.extend(b for b in bodies if b not in part)


def _bodies_from(sentence: str, start: int, level: str | None) -> _Named | None:
    """The list of bodies that begins at ``start``: by name, or by function ("教育、财政等部门")."""
    bodies: list[Body] = []
    at = start
    while span := body_at(sentence, at):
        bodies.append(make_body(span.of(sentence), level))
        at = span.end
        if span.of(sentence) == "各地" and sentence[at : at + 1] == "各":
            continue
        between = _BETWEEN.match(sentence, at)
        if between is None or between[0] == "会同" or not body_at(sentence, between.end()):
            break
        at = between.end()
    if not bodies:
        return _functions_from(sentence, start, level)
    others = re.compile("等(?:有关|相关|各|成员)*(?:部门和单位|部门|单位)?").match(sentence, at)
    return _Named(tuple(bodies), others.end() if others else at, others is not None)


def _functions_from(sentence: str, start: int, level: str | None) -> _Named | None:
    match = _FUNCTION_LIST.match(sentence, start)
    if match is None:
        return None
    words = [w for piece in (match["words"] or match["closed"]).split("、") for w in _parts(piece)]
    known = [w for w in words if w in FUNCTIONS]
    if (len(words) < 2 and match["words"] is None) or len(known) * 2 < len(words) or not known:
        return None
    bodies = tuple(Body(w, make_body(w + "部门").name, level) for w in words)
    return _Named(bodies, match.end(), match["words"] is not None)


def _parts(piece: str) -> list[str]:
    """教育和财政 → both; 人力资源和社会保障 stays one."""
    if piece in FUNCTIONS:
        return [piece]
    for match in re.finditer("以及|和|及|与", piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if left in FUNCTIONS and right in FUNCTIONS:
            return [left, right]
    return [piece]
