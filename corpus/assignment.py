"""Reads the words that give bodies their parts: "A牵头,B、C配合,各市、县政府负责" → who leads, supports, answers, carries out.

This is the grammar only; where such words stand in a document is found by responsibilities.py. Words that the grammar
doesn't know make the whole reading fail (``None``): a body is never given a part that the text doesn't give it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, cast

from corpus.body_lists import OPEN_END, as_body, has_open_end, is_function, mark_blanks, split_bodies, split_list
from corpus.brackets import split_outside
from corpus.facts import Body
from corpus.organizations import DAMAGED, body_at, is_government, is_known, make_body, slip

Role = Literal["lead", "support", "responsible", "implementers"]
ROLES: tuple[Role, ...] = ("lead", "support", "responsible", "implementers")

_DUTY = "(?:职责|职能|责任|任务|工作|权限|管理|领域|业务)"
_ADVERB = (
    f"(?:(?:按照?|依照?|依据|根据|结合|在)(?:各自|自身|其|本部门|有关|相关)?(?:的)?{_DUTY}*(?:权限)?(?:和|及)?(?:分工|范围内?|要求|规定|实际|内)?"
    "|依法(?:依规)?|按规定|按分工|分别|共同|各自|各负其责|分工|分头|分级|具体|协同|联合|统一|积极|密切|主动|认真|同时|并|均|都|组织)"
)
_AS = "(?:为|作为|是|任)"
_LEAD = f"(?:{_AS}(?:总?牵头|主办)(?:单位|部门)|(?:负责)?(?:总牵头|牵头抓总|牵头|主办|主责))"
_SUPPORT = (
    f"(?:{_AS}(?:配合|参与|协助|协办)(?:单位|部门)|(?:积极|密切|协同|协助|主动)*(?:配合|参与|协助|协同|协办|支持|参加))"
)
_DO = f"(?:{_AS}(?:责任|负责|承办|落实|实施)(?:单位|部门|主体)|负责|落实|实施|承担|抓好|推进|推动|执行|完成|办理|组织|统筹|指导|督导|督促|监督|协调|贯彻|制定|推广|做好)"
_REST = "(?:好|并|和)?(?:有关|相关|各项|本项|此项|具体|该项|上述|以上)?(?:工作|任务|事项|措施|政策|职责|责任)?"
_VERB = f"(?P<lead>{_LEAD})(?:{_DO}|、|和|并)*{_REST}|(?P<support>{_SUPPORT})(?:{_DO}|、|和|并)*{_REST}|(?P<do>(?:{_DO}|、|和|并)+){_REST}"
_PREDICATE = re.compile(f"(?P<adverb>{_ADVERB}*)(?:{_VERB})$|(?P<only>{_ADVERB}+)$")
# 市财政局负责资金保障: the part with its task.
_TASKED = re.compile(
    "(?P<adverb>具体)?(?:(?P<lead>(?:负责)?牵头(?:负责)?)|(?P<support>配合|协助)|(?P<do>负责))(?P<only>)(?!单位|部门|人|同志|制|解释|会同)(?P<task>.{2,24})$"
)
_MARK = re.compile(f"{_ADVERB}|{_LEAD}|{_SUPPORT}|{_DO}")
_OFFICE_WORD = "(?:责任)?(?:单位|部门|地区|机构|主体)(?:[（(][^（()）]*[）)])?"
_COLON = r"\s*[:：】]"
LABEL = re.compile(
    rf"(?P<lead>(?:牵头(?:负责)?|主办|主责|第一责任){_OFFICE_WORD}|(?<![一-龥])(?:牵头|主办)(?=\s*[:：])){_COLON}"
    rf"|(?P<support>(?:责任)?(?:配合|参与|协助|协办|协同|参加|支持){_OFFICE_WORD}|(?<![一-龥])(?:配合|参与|协办)(?=\s*[:：])){_COLON}"
    rf"|(?P<implementers>(?:落实|实施|执行){_OFFICE_WORD}|(?<![一-龥])落实(?=\s*[:：])){_COLON}"
    rf"|(?P<responsible>(?:主要|具体|直接)?(?:责任|负责|承办|主管|承担){_OFFICE_WORD}|(?<![一-龥])(?:责任|负责)(?=\s*[:：])){_COLON}"
    r"|(?P<other>(?:完成|实施|推进|办结|整改)?(?:时限|时间|期限|时间节点|进度安排|进度要求|时间要求|时间进度)|(?:责任|分管|牵头|配合|包抓|挂帅)领导"
    rf"|责任人|负责人|联系人|联络员|完成情况|备注){_COLON}"
)
# 市卫健委（牵头）、市财政局: the part stands in a bracket behind its body.
_TAGGED = re.compile(
    r"[（(](?:(?P<lead>牵头|主办)|(?P<support>配合|参与|协办|协助)|(?P<responsible>负责|责任))(?:单位|部门)?[）)]$"
)
_ASIDE = re.compile(
    r"(?:(?:到|至|于|自)?(?:19|20)\d\d年[^、]{0,16}|(?:每年|每季度|每月|年内|年底前?|长期|持续|常态化|全年|立即|适时)[^、]{0,10}"
    r"|下同|以下同|\d{1,2}月底?前?(?:完成)?|完成时[限间].*|不再(?:一一|逐一|单独|重复|另行)?(?:列出|列示|单列|列明)|)"
)
# A sentence about other items ("以下均需各县区落实,不再列出"): inheritance.py reads it.
SCOPE = re.compile("(?:以下|以上|上述|下列|下文|后续|各项(?:任务|工作|措施))[^；;。]*(?:均|都|皆|不再)")
_FIRST_LEADS = re.compile(
    r"(?:列|排|排名|排序|位列)(?:在)?(?:第一|首)(?:位|个)?(?:的)?(?:单位|部门)?(?:的)?(?:为|是|作为)牵头(?:单位|部门|责任单位)?"
)


@dataclass(slots=True)
class Assignment:
    """The parts that one bracket or sentence gives, in the order in which it names the bodies."""

    lead: list[Body] = field(default_factory=list)
    support: list[Body] = field(default_factory=list)
    responsible: list[Body] = field(default_factory=list)
    implementers: list[Body] = field(default_factory=list)
    open_list: bool = False
    notes: list[str] = field(default_factory=list)
    said: bool = False  # whether a role word was read at all

    def all(self) -> list[Body]:
        """Every body, whatever its part."""
        return [*self.lead, *self.support, *self.responsible, *self.implementers]

    def give(self, role: Role, bodies: list[str], level: str | None) -> None:
        """Add bodies to a part, each once."""
        part: list[Body] = getattr(self, role)
        for text in bodies:
            body = make_body(text, level)
            if is_function(text):
                body = Body(text, make_body(text + "部门").name, body.level)
            if not any(b.name == body.name for b in part):
                part.append(body)
            if note := slip(text):
                self.notes.append(note)
            if body.damaged:
                self.notes.append("有一个机构名称原文损坏，无法辨认")


def first_leads(text: str) -> bool:
    """Whether the text says that the first body of a list leads: 排在第一位的为牵头单位."""
    return _FIRST_LEADS.search(text) is not None


def read_assignment(text: str, level: str | None = None, role: Role | None = None) -> Assignment | None:
    """Read the inside of a bracket, a table cell or what follows a label; ``None`` where a piece isn't understood.

    ``role`` is the part that the context gives (a column 牵头单位): it holds for bodies that get no other.

    >>> [b.text for b in read_assignment("省医保局、省卫生健康委牵头,各市、县政府负责").lead]
    ['省医保局', '省卫生健康委']
    """
    result = Assignment()
    text = mark_blanks(text)
    leads = _FIRST_LEADS.search(text)
    if leads:
        text = text[: leads.start()] + text[leads.end() :]
        result.notes.append("文件写明：排在第一位的为牵头单位")
    elif "下同" in text:
        result.notes.append("原文写有“下同”，其他条款是否沿用未作推定")
    for labelled_role, piece in _by_label(text, role):
        if labelled_role == "other" or not re.search("[一-龥]", piece):
            continue
        for sentence in split_outside(piece, "；;。"):
            if SCOPE.match(sentence):
                continue
            if not _read_sentence(sentence, labelled_role, level, result):
                return None
    if leads and not result.lead and result.responsible:
        result.lead.append(result.responsible.pop(0))
    return result if result.all() else None


def _by_label(text: str, role: Role | None) -> list[tuple[Role | Literal["other"] | None, str]]:
    """Cut at labels such as 牵头单位: ; what stands before the first label has the given role."""
    pieces: list[tuple[Role | Literal["other"] | None, str]] = []
    current: Role | Literal["other"] | None = role
    at = 0
    for match in LABEL.finditer(text):
        if match.start() > at:
            pieces.append((current, text[at : match.start()]))
        current, at = (
            cast(Role | Literal["other"] | None, match.lastgroup),
            match.end(),
        )  # LABEL's groups are these names
    pieces.append((current, text[at:]))
    return pieces


@dataclass(slots=True)
class _Group:
    """Bodies read since the last role word; ``partners`` those after 会同; ``by_function`` where the sentence says 部门."""

    bodies: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    with_partners: bool = False
    by_function: bool = False

    def add(self, bodies: list[str]) -> None:
        (self.partners if self.with_partners else self.bodies).extend(bodies)


def _read_sentence(sentence: str, role: Role | None, level: str | None, result: Assignment) -> bool:
    group = _Group(by_function="部门" in sentence)
    for piece in split_list(sentence):
        if _ASIDE.fullmatch(piece):
            continue
        if tag := _TAGGED.search(piece):
            alone = _Group(by_function=group.by_function)
            if not _add(piece[: tag.start()], alone, result):
                return False
            result.give(cast(Role, tag.lastgroup), alone.bodies, level)
            continue
        names, predicate = _cut_predicate(piece)
        if names:
            if not _read_names(names, group, result, level):
                return False
        elif predicate is None:
            return False
        if predicate is not None:
            _close(group, predicate, level, result)
            group = _Group(by_function=group.by_function)
    if group.bodies or group.partners:
        _close_without_verb(group, role, level, result)
    return True


def _cut_predicate(piece: str) -> tuple[str, re.Match[str] | None]:
    """Names and role words of a piece: "省财政厅按职责分工负责" → 省财政厅 + 按职责分工负责."""
    for mark in _MARK.finditer(piece):
        predicate = _PREDICATE.match(piece, mark.start())
        if predicate and predicate.end() > mark.start():
            names = piece[: mark.start()]
            if not names or _is_list_end(names):
                return names, predicate
        tasked = _TASKED.match(piece, mark.start())
        if tasked and is_known(piece[: mark.start()]) and body_at(tasked["task"]) is None:
            return piece[: mark.start()], tasked
    return piece, None


def _is_list_end(names: str) -> bool:
    last = OPEN_END.sub("", names)
    if "会同" in names or DAMAGED.search(names):
        return True
    return bool(last) and (
        as_body(last, by_function=True) is not None or split_bodies(last, by_function=True) != [last]
    )


def _read_names(names: str, group: _Group, result: Assignment, level: str | None) -> bool:
    before, found, after = _at_partner(names)
    if before:
        if not _add(before, group, result):
            return False
        if before.endswith("牵头") or found == "牵头会同":
            result.give("lead", group.bodies, level)
            result.said = True
            group.bodies.clear()
    if found:
        group.with_partners = True
        if after and not _add(after, group, result):
            return False
    return True


def _at_partner(names: str) -> tuple[str, str, str]:
    """Cut at 会同; in 市卫生健康委员会同有关部门 the 会 belongs to both words."""
    match = re.search("牵头会同|会同|牵头会商|商", names) if not is_known(OPEN_END.sub("", names)) else None
    if match is None or (match[0] == "商" and not as_body(names[: match.start()])):
        return names, "", ""
    before = names[: match.start()]
    return before + ("会" if before.endswith("委员") else ""), match[0], names[match.end() :]


def _add(names: str, group: _Group, result: Assignment) -> bool:
    names = names.removesuffix("牵头")
    bare = names if is_known(names) and not names.endswith("等") else OPEN_END.sub("", names)
    result.open_list |= bare != names or (not is_known(bare) and has_open_end(bare))
    if not bare:
        return True
    bodies: list[str] = []
    for part in split_bodies(bare, group.by_function):
        body = as_body(part, group.by_function)
        if body is None:
            return False
        bodies.append(body)
    group.add(bodies)
    return True


def _close(group: _Group, predicate: re.Match[str], level: str | None, result: Assignment) -> None:
    """Give the group the part that its role word names."""
    result.said = True
    if group.with_partners:
        result.give("lead", group.bodies, level)
        result.give("support", group.partners, level)
    elif predicate["lead"]:
        result.give("lead", group.bodies, level)
    elif predicate["support"]:
        result.give("support", group.bodies, level)
    else:
        _give_duty(group.bodies, predicate["do"] or "", predicate["adverb"] or predicate["only"] or "", level, result)


def _give_duty(bodies: list[str], verb: str, adverb: str, level: str | None, result: Assignment) -> None:
    for text in bodies:
        carries_out = is_government(text) or (
            re.search("落实|实施|执行", verb) is not None
            and not adverb
            and re.match("各(?!有关|相关|部门|单位|职能)", text) is not None
        )
        result.give("implementers" if carries_out else "responsible", [text], level)


def _close_without_verb(group: _Group, role: Role | None, level: str | None, result: Assignment) -> None:
    if group.with_partners:
        result.give("lead", group.bodies, level)
        result.give("support", group.partners, level)
    elif role in (None, "responsible"):
        if result.said and role is None:
            names = "、".join(group.bodies)
            result.notes.append(f"原文未写明{names}承担什么职责")
        _give_duty(group.bodies, "", "", level, result)
    else:
        result.give(role, group.bodies, level)
