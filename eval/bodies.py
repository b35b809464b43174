"""Bodies with their roles in an answer: who is named, as what, and who is named that the gold doesn't name.

Roles are read from the words around a name: 由甲牵头, 甲、乙配合, 牵头单位：甲, 各县负责落实. A name counts once in each role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from corpus.facts import Body
from corpus.numerals import half_width
from corpus.organizations import bodies_in, make_body, matches
from eval.cases import BodiesFact

Role = Literal["lead", "support", "responsible", "implementers"]

_LABEL = re.compile(
    r"(?P<lead>(?:由|是)?牵头(?:单位|部门|机构|方)?\s?(?:[：:]|[为是]))|(?P<support>(?:配合|协办|参与|协同)(?:单位|部门|机构|方)?\s?(?:[：:]|[为是]))"
    r"|(?P<implementers>(?:落实|实施|执行)(?:单位|部门|主体)?\s?(?:[：:]|[为是]))|(?P<responsible>(?:责任|负责|主责|承办)(?:的)?(?:单位|部门|机构|方)?\s?(?:[：:]|[为是]))"
)
_VERB = re.compile(
    r"(?P<lead>(?:负责)?牵头)|(?P<support>配合|协助|参与|协同)|(?P<implementers>(?:负责|组织|也须|抓好|具体|共同)?(?:落实|实施|执行)(?!意见|方案|细则|办法))|(?P<responsible>按职责分工|分工负责|负责|承担)"
)
_NOT_ONE = re.compile("(?:没有(?:列|写|提到?)?|未列|不含|不包括|不是|并非|而非)$")
_TITLE = re.compile(r"《[^《》]*》")
_QUOTED = re.compile(r"“[^“”]*”")
_NAMES = {"lead": "牵头", "support": "配合", "responsible": "负责", "implementers": "落实"}


@dataclass(frozen=True, slots=True)
class BodiesFound:
    """The bodies of a fact against an answer, as (role：body) in words; ``f1`` counts pairs of body and role."""

    right: tuple[str, ...]
    missing: tuple[str, ...]
    misplaced: tuple[str, ...]
    extra: tuple[str, ...]
    false_leads: tuple[str, ...]
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall over pairs of body and role."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def match_bodies(fact: BodiesFact, text: str) -> BodiesFound:
    """Compare a fact's bodies with those an answer names."""
    said = mentions(text, [s for b in fact.every for s in fact.spellings(b)])
    wanted = [(role, body) for role in _NAMES for body in getattr(fact, role)]
    right, missing, misplaced = [], [], []
    used: set[int] = set()
    for role, body in wanted:
        named = [i for i, (_, words, _) in enumerate(said) if _is(fact, body, words)]
        fitting = [i for i in named if _fits(role, said[i][0], fact)]
        used.update(named)
        if fitting:
            right.append(f"{_NAMES[role]}：{body}")
        elif named:
            misplaced.append(f"{body}应为{_NAMES[role]}")
        else:
            missing.append(body)
    extra = dict.fromkeys(words for i, (role, words, _) in enumerate(said) if i not in used and role is not None)
    whole = _asked_roles(fact)
    beside = {_sentence_of(text, said[i][2]) for i in used}
    false_leads = dict.fromkeys(
        words
        for i, (role, words, at) in enumerate(said)
        if i not in used and role in whole and _sentence_of(text, at) in beside
    )
    shown = len(right) + len(misplaced) + len(extra)
    return BodiesFound(
        tuple(right), tuple(missing), tuple(misplaced), tuple(extra), tuple(false_leads),
        len(right) / shown if shown else 0.0, len(right) / len(wanted),
    )  # fmt: skip


def bodies_named(sentence: str) -> int:
    """How many bodies a sentence gives a role, all the counties and those that carry out left aside:
    由市医保局、市财政局牵头，各县区负责 → 2."""
    named = {words for role, words, _ in mentions(sentence, []) if role not in (None, "implementers")}
    return sum(not words.startswith("各") for words in named)


def _sentence_of(text: str, at: int) -> int:
    return len(re.findall(r"[。；;\n]", text[:at]))


def _asked_roles(fact: BodiesFact) -> frozenset[str]:
    """Lead and support are listed wholly where the gold lists them, and nobody has them where it lists neither; a gold of
    leads alone says nothing of who supports."""
    if bool(fact.lead) == bool(fact.support):
        return frozenset(("lead", "support"))
    return frozenset(("lead",) if fact.lead else ("support",))


def _is(fact: BodiesFact, body: str, words: str) -> bool:
    spellings = fact.spellings(body)
    if any(_plain(words) == _plain(s) for s in spellings):
        return True
    return any(matches(make_body(_plain(words)), make_body(_plain(s))) for s in spellings)


def _plain(name: str) -> str:
    return re.sub(r"[\s]", "", half_width(name))


def _fits(wanted: str, said: Role | None, fact: BodiesFact) -> bool:
    """Lead and support must be said; the rest may be called responsible or carry no word, but not lead or support."""
    if wanted in ("lead", "support"):
        # A question for the lead alone may be answered with the name alone.
        return said == wanted or (said is None and not (fact.support if wanted == "lead" else True))
    return said not in ("lead", "support")


def mentions(text: str, names: list[str]) -> list[tuple[Role | None, str, int]]:
    """Every body that a text names, with its role; ``names`` are looked for as well as what reads like a body."""
    text = _TITLE.sub(lambda m: "　" * len(m[0]), half_width(text))
    found: dict[tuple[int, int], str] = {}
    for name in sorted({_plain(n) for n in names}, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            if not any(s <= match.start() < e for s, e in found):
                found[match.span()] = match[0]
    bare = _QUOTED.sub(lambda m: "　" * len(m[0]), text)
    for mention in bodies_in(bare):
        start, end = mention.span.start, mention.span.end
        over = [(s, e) for s, e in found if s < end and start < e]
        if not over:
            found[start, end] = mention.body.text
        elif len(over) == 1 and start <= over[0][0] and over[0][1] <= end:
            found[start, end] = _longer(found.pop(over[0]), mention.body)
    return [
        (_role(bare, start, end), words, start)
        for (start, end), words in sorted(found.items())
        if not _NOT_ONE.search(bare[max(0, start - 8) : start]) and "没有" not in words
    ]


def _longer(name: str, body: Body) -> str:
    return name if matches(make_body(name), body) else body.text


def _role(text: str, start: int, end: int) -> Role | None:
    """The role of the name from start to end: a label before it in the sentence (牵头单位：), else the verb behind it."""
    left = max(text.rfind(sign, 0, start) for sign in "。；;\n") + 1
    labels = list(_LABEL.finditer(text, left, start))
    rest = re.split(r"[。；;\n]", text[end:], maxsplit=1)[0]
    verb = _VERB.search(rest)
    if labels:
        between = text[labels[-1].end() : start]
        if not _VERB.search(between) and "," not in between and "，" not in between:
            return cast(Role | None, labels[-1].lastgroup)  # the groups are named for the roles
    if verb is None or len(rest[: verb.start()]) > 160:
        return None
    if (
        re.search(r"[,，]", rest[: verb.start()])
        and not bodies_in(rest[: verb.start()])
        and len(rest[: verb.start()]) > 12
    ):
        return None
    return cast(Role | None, verb.lastgroup)
