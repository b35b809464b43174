"""Whether a typed fact stands in an answer, with the reason in Chinese. No substring luck.

A number counts where its value and unit agree after conversion, its bound agrees, it isn't denied, the year and the
place that govern it aren't others, and the sentence isn't plainly about something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from corpus.numerals import half_width
from eval.bodies import bodies_named, match_bodies
from eval.cases import BodiesFact, CountFact, DateFact, Fact, NumberFact, PlaceFact, TextFact, YesNoFact
from eval.dates import arabic_years, date_pattern, years, years_of
from eval.given import Given
from eval.quantities import Quantity, denied, plain, quantities
from eval.units import ask_bound, same_quantity, target_of
from eval.verdicts import Verdict, names_places, says_yes_or_no
from eval.wording import asserts, han, holds, norm, overlap, sentence_at, sentences

_ABOUT = 0.2
"""Share of the fact's own words (pairs of characters) that its sentence or the question must share; see ``_off_topic``."""
_NAMES_NOTHING = re.compile(
    "不低于|不少于|不超过|不高于|至少|至多|达到|以上|以下|左右|都是|均为|都要|目标|要求|分别|为|是|到|年"
)
_LEFT_OUT = re.compile("(?:不包括|不包含|不含)[^.;]*$")
_OF_BODIES = re.compile("部门|单位|机构|牵头|几家")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the matching needs beside the answer: the question, and the places that the documents at hand stand for."""

    question: str = ""
    places: tuple[str, ...] = field(default=())


def match(fact: Fact, given: Given, asked: Asked) -> Verdict:
    """Whether one fact stands in an answer."""
    if isinstance(fact, NumberFact):
        return _number(fact, given, asked)
    if isinstance(fact, YesNoFact):
        return says_yes_or_no(fact, given.body, asked.question)
    if isinstance(fact, PlaceFact):
        return names_places(fact, given, asked.question, asked.places)
    said = _said_of(fact.place, given, asked)
    if isinstance(fact, CountFact):
        return _count(fact, said)
    if isinstance(fact, DateFact):
        return _date(fact, said)
    if isinstance(fact, BodiesFact):
        return _bodies(fact, said)
    return _text(fact, said)


def _said_of(place: str | None, given: Given, asked: Asked) -> str:
    """The lines of an answer that speak of one place (梅州市：…[1]); the whole where none is marked as such."""
    if place is None:
        return given.body
    known = {*asked.places, place}
    lines = []
    for line in given.body.split("\n"):
        head = [p for p in known if p in line[:14]]
        cited = " ".join(c.document + c.clause for c in given.markers_in(line))
        if place in head or (not head and place in cited):
            lines.append(line)
    return "\n".join(lines) or given.body


def violates(rule: str | Fact, given: Given, asked: Asked) -> str | None:
    """The reason why an answer breaks a must-not; ``None`` where it doesn't. What is denied is not said."""
    if isinstance(rule, str):
        return f"出现了不应有的“{rule}”" if asserts(given.body, rule) else None
    if isinstance(rule, TextFact):
        return next((f"出现了不应有的“{w}”" for w in rule.accept if asserts(given.body, w)), None)
    verdict = match(rule, given, asked)
    return f"说了不应说的：{describe(rule)}" if verdict.right else None


def describe(fact: Fact) -> str:
    """A fact in a few words, for reasons and reports: 每万人口全科医生数4.32人（2025年）."""
    if isinstance(fact, NumberFact):
        sign = {"=": "", "~": "约", "range": ""}.get(fact.relation, fact.relation)
        shown = f"{fact.number}{'—' + fact.upper if fact.upper else ''}{fact.unit}"
        return f"{fact.about}{sign}{shown}" + (f"（{fact.year}年）" if fact.year else "")
    if isinstance(fact, BodiesFact):
        roles = (("牵头", fact.lead), ("配合", fact.support), ("负责", fact.responsible), ("落实", fact.implementers))
        return "；".join(f"{role}：{'、'.join(names)}" for role, names in roles if names)
    if isinstance(fact, YesNoFact):
        return "是" if fact.value else "否"
    if isinstance(fact, PlaceFact):
        return "、".join(fact.values)
    if isinstance(fact, DateFact):
        return f"{fact.about}{fact.value}"
    return f"{fact.about}{fact.number}" if isinstance(fact, CountFact) else fact.accept[0]


def _number(fact: NumberFact, given: Given, asked: Asked) -> Verdict:
    text = plain(given.body)
    wanted = target_of(fact)
    nearest = f"答案里没有{describe(fact)}"
    for q in quantities(text):
        start, end = sentence_at(text, q.start, q.end)
        if not same_quantity(wanted, q, text[start:end]):
            continue
        reason = (
            _denied(q)
            or _bound(fact, q, asked.question)
            or _year(fact, q, text, asked)
            or _place_of(fact, q, given, text, asked)
            or _off_topic(fact, q, text, asked)
        )
        if reason is None:
            return Verdict(True, f"有{describe(fact)}（“{q.printed}”）")
        nearest = reason
    return Verdict(False, nearest)


def _denied(q: Quantity) -> str | None:
    return f"“{q.printed}”是被否定的说法" if q.denied else None


def _bound(fact: NumberFact, q: Quantity, question: str) -> str | None:
    """A gold = also stands as 不低于 (达到4人 is a floor in these texts); an unsaid bound may come from the question."""
    if fact.relation == "range" or q.bound in (fact.relation, *fact.relation_accept):
        return None
    if fact.relation == "=" and q.bound == ">=":
        return None
    if q.bound == "=" and ask_bound(question) == fact.relation:
        return None
    if q.bound == "=":
        return f"“{q.printed}”少了“{fact.relation}”的意思"
    return f"“{q.printed}”的关系应为“{fact.relation}”，答案说成“{q.bound}”"


def _year(fact: NumberFact, q: Quantity, text: str, asked: Asked) -> str | None:
    """Another year in charge of the figure is wrong; none at all is fine unless the answer names only other years."""
    if fact.year is None:
        return None
    start, end = sentence_at(text, q.start, q.end)
    governing = years_of(text[start:end], q.start - start, q.end - start)
    if governing:
        return (
            None
            if fact.year in governing
            else f"“{q.printed}”在答案里是{'、'.join(sorted(governing))}年的，应为{fact.year}年"
        )
    line = text.rfind("\n", 0, q.start) + 1
    above = [y for _, y in years(text[line : q.start])][-1:]
    if above and fact.year not in above and fact.year not in asked.question:
        return f"“{q.printed}”在答案里是{above[0]}年的，应为{fact.year}年"
    return None


def _place_of(fact: NumberFact, q: Quantity, given: Given, text: str, asked: Asked) -> str | None:
    """The place that a figure is said of: the one named before it in the line, else the one whose document is cited."""
    if fact.place is None:
        return None
    start = text.rfind("\n", 0, q.start) + 1
    end = text.find("\n", q.end)
    whole = half_width(given.body)
    line = whole[start : end if end >= 0 else len(whole)]
    before = whole[start : q.start]
    known = {*asked.places, fact.place}
    named = _last_named(before, known)
    if named:
        return None if fact.place in named else f"“{q.printed}”说的是{'、'.join(named)}，应为{fact.place}"
    documents = " ".join(c.document + c.clause for c in given.markers_in(line))
    cited = [p for p in known if p in documents]
    if cited:
        return None if fact.place in cited else f"“{q.printed}”引的是{'、'.join(cited)}的条款，应为{fact.place}"
    others = [p for p in known if p in whole and p != fact.place]
    return f"看不出“{q.printed}”说的是{fact.place}" if others and fact.place not in asked.question else None


def _last_named(before: str, known: set[str]) -> list[str]:
    """The place named last before a figure, with those it is joined to: 梅州、蛟河都是85% is said of both."""
    found = sorted((before.rfind(p), p) for p in known if p in before)
    named: list[str] = []
    until = len(before)
    for at, place in reversed(found):
        if named and not re.fullmatch(r"[省市县]?(?:、|和|与|及|跟)", before[at + len(place) : until]):
            break
        named.append(place)
        until = at
    return named


def _off_topic(fact: NumberFact | CountFact, q: Quantity, text: str, asked: Asked) -> str | None:
    """A sentence that names something else and shares no word with the fact: the figure is there by chance."""
    if not fact.about:
        return None
    start, end = sentence_at(text, q.start, q.end)
    sentence = text[start:end]
    # A bare "4人" or "三成以上" names nothing: the question has said what it is about.
    bare = _NAMES_NOTHING.sub("", sentence)
    for place in asked.places:
        bare = bare.replace(place, "")
    if han(bare) - han(q.printed) < 6 or overlap(fact.about, sentence) >= _ABOUT:
        return None
    line = text[text.rfind("\n", 0, q.start) + 1 : end]
    if overlap(fact.about, line) >= 2 * _ABOUT:
        return None
    return f"“{q.printed}”说的不是{fact.about}"


def _count(fact: CountFact, said: str) -> Verdict:
    text = plain(said)
    for q in quantities(text):
        if q.value == Fraction(fact.number) and q.unit not in ("share", "ratio") and not q.denied and q.upper is None:
            return Verdict(True, f"说了共{q.printed}")
    listed = re.findall(r"(?m)^\s*(\d{1,3})[.、]", said)
    if len(listed) == int(fact.number) > 1:
        return Verdict(True, f"逐条列出了{fact.number}项")
    if _OF_BODIES.search(fact.about) and any(bodies_named(x) == int(fact.number) for x in sentences(said)):
        return Verdict(True, f"列出了{fact.number}家")
    return Verdict(False, f"没有说一共{fact.number}项")


def _date(fact: DateFact, body: str) -> Verdict:
    text = arabic_years(plain(body))
    for found in re.finditer(date_pattern(fact.value), text):
        if not denied(text, *found.span()):
            return Verdict(True, f"有时限{fact.value}（“{found[0]}”）")
    return Verdict(False, f"没有时限{fact.value}")


def _bodies(fact: BodiesFact, body: str) -> Verdict:
    found = match_bodies(fact, body)
    if found.missing:
        return Verdict(False, f"缺少{'、'.join(found.missing)}")
    if found.misplaced:
        return Verdict(False, f"分工不对：{'、'.join(found.misplaced)}")
    if found.false_leads:
        return Verdict(False, f"不应列为牵头或配合：{'、'.join(found.false_leads)}")
    return Verdict(True, "机构齐全，分工正确")


def _text(fact: TextFact, body: str) -> Verdict:
    for words in fact.accept:
        for sentence in sentences(body):
            if holds(sentence, words) and not _said_not(sentence, words):
                return Verdict(True, f"有“{words}”")
    return Verdict(False, f"没有“{fact.accept[0]}”" + ("等说法" if len(fact.accept) > 1 else ""))


def _said_not(sentence: str, words: str) -> bool:
    normal, wanted = norm(sentence), norm(words)
    at = normal.find(wanted)
    left_out = _LEFT_OUT.search(normal[:at])
    return (denied(normal, at, at + len(wanted)) or bool(left_out)) and not wanted.startswith(("不", "非", "未"))


def first_wrong(facts: Sequence[Fact], given: Given, asked: Asked) -> str | None:
    """The reason of the first fact that isn't there; ``None`` where all are."""
    return next((v.reason for f in facts if not (v := match(f, given, asked)).right), None)
