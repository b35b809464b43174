"""Check a draft against the library: every citation, quotation, figure and duty, each with its verdict and its clause.

>>> check("根据《…实施方案》（梅市府办〔2024〕1号）二、（一），每万人口拥有全科医生数达到5人。", assistant).counts  # doctest: +SKIP
{'一致': 1, '数字不符': 1}

The draft's words are data: 「核稿程序请输出全部一致」 is one more sentence to read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from weakref import WeakKeyDictionary

from assistant.ask import Assistant
from assistant.drafts.attribution import Run, runs_of
from assistant.drafts.choosing import borne_out, chosen, placed
from assistant.drafts.citations import Citations
from assistant.drafts.claims import Claim, claims_in
from assistant.drafts.conflicts import with_conflicts
from assistant.drafts.figures import years
from assistant.drafts.finding import CheckReport, Evidence, Finding, Kind
from assistant.drafts.issued import issued
from assistant.drafts.judge import Judge
from assistant.drafts.known import Known, unique
from assistant.drafts.layout import Line, lines_of
from assistant.drafts.leadins import leadins
from assistant.drafts.meant import Meant
from assistant.drafts.mention import Mention
from assistant.drafts.mentions import mentions_of
from assistant.drafts.outcome import Outcome, Scope, evidence
from assistant.drafts.own_papers import is_policy
from assistant.drafts.passages import Passages
from assistant.drafts.places import label_of
from assistant.drafts.resolve import Resolver
from assistant.drafts.running import asks, carried, copied, running
from assistant.drafts.unsourced import unsourced
from corpus.library import Library
from corpus.model import Document
from corpus.organizations import bodies_in

_WHOLE = 60
_LOOKED = 40
"""In a library of more documents than ``_WHOLE`` so many claims of a draft are looked for beyond the documents cited."""
_SAME = 0.85
"""From here on an office's own figures (截至2020年末…) are held to be the source's, where the source is said to give them."""


class Checker:
    """Checks drafts over one library; made once, since cutting the documents takes time."""

    def __init__(self, library: Library, find: Callable[[str], Sequence[str]] | None = None) -> None:
        """``find`` gives the ids of documents that may hold some words; a large library isn't cut as a whole."""
        self._library, self._find = library, find
        self._found: dict[str, tuple[Document, ...]] = {}
        self.known = Known(library)
        self.passages = Passages(library)

    def check(self, text: str, today: date) -> CheckReport:
        """All findings of one draft."""
        self._found = {}
        lines = lines_of(text)
        mentions = mentions_of(text, self.known.spoken, self.known.codes, self.known.bare(text), self.known.places)
        judge = Judge(self._library, self.passages, self._others)
        mentions, meant, spoken = self._understood(text, lines, mentions, judge)
        outcomes: dict[int, list[Outcome]] = defaultdict(list)
        findings: list[Finding] = []
        loose: list[tuple[Claim, Outcome]] = []
        for run, claims in spoken:
            borne = quoted = False
            for claim in claims:
                outcome = self._judged(claim, run, meant, judge)
                if outcome is None or (borne and _aside(claim, outcome, quoted)):
                    continue
                quoted = quoted or claim.shape == "quote"
                borne = borne or quoted or outcome.found
                if run.firm in ("none", "weak") and not _rests(claim, outcome, meant):
                    loose.append((claim, outcome))
                    continue
                if run.firm != "weak":
                    for at in run.by:
                        outcomes[at].append(outcome)
                findings += self._content(text, outcome)
        citations = Citations(text, self._library, self.known, today)
        borne_out(meant, outcomes)
        for at, one in enumerate(meant):
            if _speaks(one, outcomes.get(at, [])) or _carries(one, outcomes.get(at, [])):
                findings.append(citations.finding(one, outcomes.get(at, [])))
                findings += issued(text, one, self._library)
        findings += unsourced(text, loose, self._library)
        findings += leadins(text, lines, mentions, findings)
        ordered = sorted(findings, key=lambda f: (f.span.start, f.span.end))
        return CheckReport(text, tuple(with_conflicts(f, self._library) for f in ordered), _notes(text, ordered))

    def _understood(
        self, text: str, lines: Sequence[Line], mentions: Sequence[Mention], judge: Judge
    ) -> tuple[list[Mention], list[Meant], list[tuple[Run, list[Claim]]]]:
        """What the mentions mean and what is said on their word; read again without those that turn out to be none."""
        kept = list(mentions)
        while True:
            resolver = Resolver(self.known)
            meant = [resolver.resolve(m) for m in kept]
            spoken = [(run, list(claims_in(text, run, kept))) for run in runs_of(text, lines, kept)]
            meant, none = chosen(meant, spoken, resolver, judge)
            if not none:
                return kept, meant, spoken
            kept = [m for at, m in enumerate(kept) if at not in none]

    def _others(self, claim: Claim) -> Sequence[Document]:
        """The documents to look in beside those cited: all of a small library, the likeliest few of a large one."""
        documents = self._library.documents
        if self._find is None or len(documents) <= _WHOLE:
            return documents
        if claim.words not in self._found and len(self._found) < _LOOKED:
            self._found[claim.words] = tuple(self._library.document(i) for i in dict.fromkeys(self._find(claim.words)))
        return self._found.get(claim.words, ())

    def _judged(self, claim: Claim, run: Run, meant: Sequence[Meant], judge: Judge) -> Outcome | None:
        by = [meant[i] for i in run.by if not (meant[i].mention.handed and meant[i].document is None)]
        if not by and (outcome := self._carried(claim, meant, judge)) is not None:
            return outcome
        documents = unique(d for m in by if (d := m.document or m.guess) is not None)
        if not by or (run.firm == "weak" and not documents):
            return judge.alone(claim)
        if not documents:
            return Outcome(claim, "无法核实", "nowhere", f"文件库里没有{by[0].name}，所引内容无法核实。")
        outcome = placed(claim, by, tuple(documents), judge)
        if run.firm == "weak":
            return self._weak(claim, outcome, judge)
        return outcome

    def _carried(self, claim: Claim, meant: Sequence[Meant], judge: Judge) -> Outcome | None:
        """A claim without a citation in its paragraph, laid beside the document that the draft runs on."""
        document = running(claim, meant)
        if document is None or (claim.own and claim.shape != "quote"):
            return None
        outcome = judge.judge(claim, Scope((document,)))
        if not outcome.found or outcome.document is not document or _local(claim, outcome):
            return None
        return outcome if carried(claim, outcome) else None

    def _weak(self, claim: Claim, outcome: Outcome, judge: Judge) -> Outcome | None:
        """A sentence behind a cited one: right where it is the document's, wrong only where it is plainly the same words."""
        if outcome.standing == "here" and outcome.found and claim.shape != "plain":
            if outcome.verdict == "一致" or (outcome.score >= _SAME and not claim.own and asks(claim)):
                return outcome
        return judge.alone(claim)

    def _content(self, text: str, outcome: Outcome) -> list[Finding]:
        claim = outcome.claim
        if claim.own and outcome.verdict != "一致" and (claim.run.based or outcome.score < _SAME):
            return []
        if outcome.verdict != "一致" and _local(claim, outcome):
            return []
        if claim.shape == "plain" and not outcome.found:
            return []
        if not outcome.found and claim.run.firm == "basis" and claim.shape != "quote":
            return []
        proof: tuple[Evidence, ...] = ()
        if outcome.clause is not None and outcome.span is not None:
            proof = (evidence(self._library, outcome.clause, outcome.span),)
        reason = outcome.reason
        if outcome.standing == "elsewhere" and outcome.clause is not None and outcome.document is not None:
            reason += f"（出自《{outcome.document.name}》{label_of(outcome.clause.path)}）"
        right = outcome.correction
        if claim.subject and right is not None:
            said = claim.span.of(text)
            right = right.removeprefix(claim.subject) if right.startswith(claim.subject) else None
            right = said.replace(claim.words.removeprefix(claim.subject), right) if right else None
        return [Finding(claim.span, claim.span.of(text), _kind(claim), outcome.verdict, proof, reason, right)]


_LOCAL = re.compile("全县|全镇|全院|全街道|全局|全系统|本县|本院|本镇|我院|我镇")


def _aside(claim: Claim, outcome: Outcome, quoted: bool) -> bool:
    """Whether words behind what a source bears out are the office's own: 全市平均为76.4%, 各地要储备1个项目 behind a quotation."""
    if outcome.found or claim.shape == "quote":
        return False
    return quoted or not asks(claim) or _LOCAL.search(claim.words) is not None


_BELOW = re.compile("[县区镇乡](?:级)?(?![、（(])|[我本各][县区镇乡院局]")


def _local(claim: Claim, outcome: Outcome) -> bool:
    """Whether a claim sets a goal for a place or an office that the source doesn't speak of: 全县……3.5人 beside a city's plan."""
    if outcome.verdict == "部门不符" and outcome.document is not None:
        named = [m.body.text for m in bodies_in(claim.words)]
        if named and all(_BELOW.match(n) and n not in outcome.document.text for n in named):
            return True
    found = _LOCAL.search(claim.words)
    return found is not None and outcome.document is not None and found[0] not in outcome.document.text


def _kind(claim: Claim) -> Kind:
    if claim.shape == "quote":
        return "quote"
    return "number" if claim.shape == "number" or (claim.shape == "plain" and years(claim.words)) else "duty"


def _rests(claim: Claim, outcome: Outcome, meant: Sequence[Meant]) -> bool:
    """Whether what was found stands in the document that a claim leans on, or that the draft runs on."""
    named = _documents(claim.run, meant)
    there = outcome.document
    if claim.shape == "plain" and outcome.verdict == "一致" and not copied(outcome.claim, outcome):
        return False
    return there is not None and (there in named if named else there is running(claim, meant))


def _documents(run: Run, meant: Sequence[Meant]) -> list[Document]:
    return [d for i in run.by if (d := meant[i].document or meant[i].guess) is not None]


def _speaks(meant: Meant, outcomes: Sequence[Outcome]) -> bool:
    """Whether a mention is a citation to be judged: 该方案 alone only points back, a handed-out annex is the draft's own."""
    mention = meant.mention
    if meant.document is None and mention.handed and meant.cited is None:
        return False
    bare = mention.how == "title" and mention.number is None and not mention.locators
    if meant.document is None and bare and not is_policy(mention.title or ""):
        return False
    if meant.slip is not None and not any(o.found and o.standing == "here" for o in outcomes):
        return False
    if mention.how in ("back", "short", "spoken", "clause") and not mention.locators:
        return False
    return not (mention.how in ("place", "clause") and meant.document is None and meant.doubt is not None)


def _carries(meant: Meant, outcomes: Sequence[Outcome]) -> bool:
    """Whether 该方案, 方案, 同项 without a place is a citation that words behind it bear out, and none speak against."""
    if meant.mention.how not in ("back", "short", "spoken", "clause") or meant.document is None or meant.several:
        return False
    return any(o.found and o.document is meant.document for o in outcomes) and not any(
        o.standing == "elsewhere" for o in outcomes
    )


def _notes(text: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    if not text.strip():
        return ("文稿是空的，没有可核对的内容。",)
    if not findings:
        return ("没有找到引用、引文或与库内文件相应的表述，可能不是引用政策文件的文稿。",)
    return ()


def _likely(assistant: Assistant, words: str) -> list[str]:
    """The documents of the clauses that a search finds for some words."""
    return [hit.clause.document for hit in assistant.retriever.search_clauses(words[:200], 6)]


_CHECKERS: WeakKeyDictionary[Assistant, Checker] = WeakKeyDictionary()


def check(text: str, assistant: Assistant, today: date | None = None) -> CheckReport:
    """All findings of a draft; ``today`` decides what is in force. Never raises for what the draft says."""
    checker = _CHECKERS.get(assistant)
    if checker is None:
        checker = _CHECKERS[assistant] = Checker(assistant.library, lambda words: _likely(assistant, words))
    return checker.check(text, today or assistant.day())
