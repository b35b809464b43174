"""What a citation is worth: is the name right, does the place exist, does it carry what the draft puts on it, is it in force?

Proved to the last level cited or not called right: a place whose clause doesn't hold the claim is 出处不符 where the words
stand elsewhere, 无法核实 where they stand nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.drafts.finding import Evidence, Finding, Verdict
from assistant.drafts.known import Known
from assistant.drafts.meant import Meant
from assistant.drafts.mention import Mention
from assistant.drafts.named import evidence_of_name, named_in, printed_name
from assistant.drafts.outcome import Outcome, evidence
from assistant.drafts.passages import grams
from assistant.drafts.places import label_of, said_like
from corpus.library import Library
from corpus.model import Clause, Document, Span

_IN_FORCE = re.compile("(?:正式|已经?|已于[^，。]{0,12}?)(?:正式)?(?:印发|发布|颁布|施行|实施|出台)")
_SOLD = re.compile(
    "(?<!尚未)(?<!未)(?:现行有效|现行|(?:已经?|正式)(?:正式)?(?:印发|发布|颁布|实施|施行|出台)(?:实施|施行)?)的?(?:文件)?$"
)
_ISSUED = re.compile("(?<!未)(?<!尚)(?<!拟)(?<!将)(?:印发|出台|发布|颁布|施行|实施|执行)(?:实施|施行|执行)?的$")
_ENDS = (("引言",), ("结语",))
"""Places without a number that a citation can name."""
_SAME = 0.6
_ABOUT = 0.3
"""Of the pairs of characters said, so many must stand in the clause for it to be about the same thing."""
_OPEN_TALK = re.compile("征求意见|草案|讨论稿|未正式印发|尚未印发")


class Citations:
    """Makes the findings on the citations of one draft."""

    def __init__(self, text: str, library: Library, known: Known, today: date) -> None:
        self._text, self._library, self._known, self._today = text, library, known, today
        self._said_draft: set[str] = set()

    def finding(self, meant: Meant, outcomes: Sequence[Outcome]) -> Finding:
        """The finding on one mention; ``outcomes`` are the claims that rest on it."""
        mention = meant.mention
        verdict, reason, right, proof = self._weighed(meant, outcomes)
        return Finding(
            mention.span, mention.span.of(self._text), "citation", verdict, tuple(dict.fromkeys(proof)), reason, right
        )

    def _weighed(self, meant: Meant, outcomes: Sequence[Outcome]) -> tuple[Verdict, str, str | None, list[Evidence]]:
        if (meant.document is None or meant.wrong) and (ended := self._ended(meant)) is not None:
            return ended
        if meant.document is None:
            return self._outside(meant, outcomes)
        proof = self._proof(meant, outcomes)
        here = [o for o in outcomes if o.standing == "here" and o.found]
        away = [o for o in outcomes if o.standing == "elsewhere" and o.found and not self._borne(o, meant, here)]
        if meant.wrong:
            return "文号或标题有误", meant.wrong, self._renamed(meant, away), [*self._named(meant.document), *proof]
        if meant.missing:
            return self._missing(meant, outcomes)
        if away:
            return self._moved(meant, away, outcomes)
        if (found := self._force(meant)) is not None:
            return "非现行有效", found[0], found[1], [*proof, *self._named(meant.document)]
        if meant.open and not any(o.standing == "here" and o.found for o in outcomes):
            shown = "、".join(label_of(c.path) for c in meant.clauses)
            return "无法核实", f"文中不止一处可能是所引的条款（{shown}），请写明上级编号。", None, proof
        if meant.doubt:
            return "无法核实", meant.doubt, None, proof
        said = [o for o in outcomes if o.claim.run.firm == "said" and not o.claim.own]
        if meant.clauses and said and not any(o.found for o in outcomes):
            there = label_of(meant.clauses[0].path)
            if not any(_speaks_of(meant.clauses, o.claim.words) for o in said):
                return "无法核实", f"{there}存在，但没有找到与所述内容相应的表述，无法核实。", None, proof
            return "一致", f"{self._fine(meant)}{there}谈到所述内容，表述不同，请对照原文。", None, proof
        return "一致", self._fine(meant), None, proof

    def _borne(self, outcome: Outcome, meant: Meant, here: Sequence[Outcome]) -> bool:
        """Whether words that stand elsewhere are no fault of a citation: an office's own beside what it cites, a figure that
        another table has too, what the place cited says as well, all but for a slip."""
        if here and (outcome.claim.run.based or (outcome.clause is not None and outcome.clause.table is not None)):
            return True
        if outcome.document is meant.document or not meant.clauses:
            return False
        asked, there = grams(outcome.claim.words), grams("".join(c.text for c in meant.clauses))
        return len(asked & there) >= _SAME * len(asked)

    def _named(self, document: Document) -> list[Evidence]:
        return [evidence(self._library, clause, span) for clause, span in named_in(document)]

    def _fine(self, meant: Meant) -> str:
        document = meant.document
        said = "文件名称" + ("、文号" if meant.mention.number else "") + ("、条款" if meant.clauses else "")
        note = ""
        if document is not None and document.status == "征求意见稿":
            note = "注意：这是征求意见稿，不是正式印发的文件。"
        return f"{said}与库内一致。{note}"

    def _outside(self, meant: Meant, outcomes: Sequence[Outcome]) -> tuple[Verdict, str, str | None, list[Evidence]]:
        cited = [evidence(self._library, meant.cited.clause, meant.cited.reference.span)] if meant.cited else []
        if meant.wrong:
            return "文号或标题有误", meant.wrong, self._renamed(meant, []), cited
        sure = [o for o in outcomes if o.found and o.document is meant.guess and o.verdict == "一致"]
        if meant.guess is not None and sure:
            name = f"《{printed_name(meant.guess)}》" + (f"（{meant.guess.number}）" if meant.guess.number else "")
            clause, span = evidence_of_name(meant.guess)
            proof = [evidence(self._library, clause, span)]
            return (
                "文号或标题有误",
                f"库内没有这一文件；所述内容出自{name}，文号或标题有误。",
                self._guessed(meant),
                proof,
            )
        if meant.several:
            names = "、".join(f"《{d.name}》" for d in meant.several)
            may = "库内有几份文件可能是所引的：" if len(meant.several) > 1 else "文稿没有写明是哪份文件，可能是"
            return "无法核实", f"{may}{names}，请写明全称或文号。", None, []
        if meant.cited is not None:
            by = f"《{meant.cited.document.name}》{label_of(meant.cited.clause.path)}"
            return "无法核实", f"库内没有这份文件，只有{by}引用过它，内容无法核实。", None, cited
        if meant.doubt:
            return "无法核实", meant.doubt, None, []
        near = f"库内文号相近的是{meant.number}，请核对。" if meant.number else ""
        if meant.title and meant.guess is not None:
            near = f"库内标题相近的是《{meant.title}》，请核对是否同一文件。"
        return "无法核实", f"文件库里没有{meant.name}，无法核实。{near}", None, []

    def _ended(self, meant: Meant) -> tuple[Verdict, str, str | None, list[Evidence]] | None:
        """A document that the library doesn't hold, but knows to be at an end: another one says so."""
        mention = meant.mention
        number = mention.number.normal if mention.number is not None else None
        end = self._library.forces.ended_elsewhere(mention.title, number, self._today)
        if end is None:
            return None
        clause, document = self._library.clause(end.repeal.by), end.by
        name = f"《{mention.title}》" if mention.title else meant.name
        said = f"{name}已被{document.citation}{label_of(clause.path)}写明废止或停止执行，库内没有它的原文。"
        proof = evidence(self._library, clause, end.repeal.span)
        return "非现行有效", said, self._successor(document.id), [proof]

    def _guessed(self, meant: Meant) -> str | None:
        guess = meant.guess
        if guess is None:
            return None
        title = printed_name(guess, meant.mention.title or "") if meant.mention.title else None
        return self._with(meant.mention, title, guess.number if meant.mention.number else None, None)

    def _renamed(self, meant: Meant, away: Sequence[Outcome]) -> str | None:
        place = None
        if meant.mention.place is not None and away and away[0].clause is not None:
            place = self._place(meant.mention, away)
        return self._with(meant.mention, meant.title, meant.number, place)

    def _missing(self, meant: Meant, outcomes: Sequence[Outcome]) -> tuple[Verdict, str, str | None, list[Evidence]]:
        """A place that isn't there; where the words stand is proposed."""
        document = meant.document
        shown = "、".join(locator.span.of(self._text) for locator in meant.missing)
        found = [o for o in outcomes if o.found and o.document is document]
        name = printed_name(document) if document is not None else ""
        said = f"《{name}》里没有“{shown}”。"
        if not found:
            return "条款不存在", said, None, self._proof(meant, [])
        place = self._place(meant.mention, found)
        labels = "、".join(dict.fromkeys(label_of(o.clause.path) for o in found if o.clause))
        return (
            "条款不存在",
            f"{said}所述内容在{labels}。",
            self._with(meant.mention, None, None, place),
            self._proof(meant, found),
        )

    def _moved(
        self, meant: Meant, away: Sequence[Outcome], outcomes: Sequence[Outcome]
    ) -> tuple[Verdict, str, str | None, list[Evidence]]:
        """The words stand in another clause, or in another document."""
        other = [o for o in away if o.document is not meant.document]
        proof = self._proof(meant, away)
        if other and other[0].document is not None and other[0].clause is not None:
            document, clause = other[0].document, other[0].clause
            right = self._other(meant.mention, document, clause)
            return (
                "出处不符",
                f"所述内容不在{meant.name}，出自{document.citation}{label_of(clause.path)}。",
                right,
                proof,
            )
        here = [o for o in outcomes if o.standing == "here" and o.found]
        labels = "、".join(dict.fromkeys(label_of(o.clause.path) for o in away if o.clause))
        said = meant.mention.place.of(self._text) if meant.mention.place else "所引条款"
        also = "部分内容" if here else "所述内容"
        moved = self._with(meant.mention, None, None, self._place(meant.mention, [*here, *away]))
        return "出处不符", f"{also}不在“{said}”，在{labels}。", moved, proof

    def _other(self, mention: Mention, document: Document, clause: Clause) -> str:
        name = f"《{printed_name(document)}》" + (f"（{document.number}）" if document.number else "")
        if mention.how == "number" and document.number:
            name = document.number
        place = said_like(clause.path, mention.place.of(self._text)) if mention.place else ""
        return name + place

    def _place(self, mention: Mention, found: Sequence[Outcome]) -> str | None:
        if mention.place is None:
            return None
        paths = list(
            {
                o.clause.path: None
                for o in found
                if o.clause is not None and (o.clause.path.numbered or o.clause.path.steps[:1] in _ENDS)
            }
        )
        return "、".join(said_like(p, mention.place.of(self._text)) for p in paths) or None

    def _with(self, mention: Mention, title: str | None, number: str | None, place: str | None) -> str | None:
        """The mention's own words with its title, number or place put right."""
        changes: list[tuple[Span, str]] = []
        if title and mention.name is not None and mention.how == "title":
            changes.append((mention.name, f"《{title}》"))
        if number and mention.number is not None:
            changes.append((mention.number.span, number))
        if place and mention.place is not None:
            changes.append((mention.place, place))
        if not changes:
            return None
        out, base = mention.span.of(self._text), mention.span.start
        for span, words in sorted(changes, key=lambda c: -c[0].start):
            out = out[: span.start - base] + words + out[span.end - base :]
        return out

    def _force(self, meant: Meant) -> tuple[str, str | None] | None:
        """Why a document may not be relied on as in force; a draft that is called one is called rightly."""
        document, mention = meant.document, meant.mention
        if document is None:
            return None
        force = self._library.force(document.id, self._today)
        if force.status == "征求意见稿":
            return self._draft(document, mention, force.reason)
        if force.status in ("废止", "尚未施行"):
            return force.reason, self._successor(force.superseded_by)
        if force.status == "部分失效" and any(
            c.path == p or p.contains(c.path) for c in meant.clauses for p in force.clauses
        ):
            return force.reason, None
        return None

    def _draft(self, document: Document, mention: Mention, reason: str) -> tuple[str, str | None] | None:
        """A draft for comment that is called a plan, or said to be in force; one that is called a draft is called rightly."""
        before, behind = self._beside(mention.span)
        sold = _IN_FORCE.search(behind[:24].split("。")[0]) or _SOLD.search(before)
        sold = sold or (None if mention.draft else _ISSUED.search(before))
        right = None if mention.draft else self._with(mention, printed_name(document), None, None)
        if sold and not _OPEN_TALK.search(before[-16:]):
            self._said_draft.add(document.id)
            return f"{reason}文稿写作“{sold[0]}”。", right
        known = mention.draft or document.id in self._said_draft or _OPEN_TALK.search(before + behind[:30]) is not None
        self._said_draft.add(document.id)
        if known or mention.how not in ("title", "number"):
            return None
        return f"{reason}文稿没有注明“征求意见稿”。", right

    def _beside(self, span: Span) -> tuple[str, str]:
        """The line before a mention, as far as matters, and the line behind it."""
        start, end = max(self._text.rfind("\n", 0, span.start) + 1, span.start - 30), self._text.find("\n", span.end)
        return self._text[start : span.start], self._text[span.end : end if end >= 0 else len(self._text)]

    def _successor(self, document: str | None) -> str | None:
        if document is None:
            return None
        successor = self._library.document(document)
        return f"《{printed_name(successor)}》" + (f"（{successor.number}）" if successor.number else "")

    def _proof(self, meant: Meant, outcomes: Sequence[Outcome]) -> list[Evidence]:
        out: list[Evidence] = [
            evidence(self._library, o.clause, o.span) for o in outcomes if o.clause is not None and o.span is not None
        ]
        out = out or [evidence(self._library, c, _first_line(c)) for c in meant.clauses]
        if not out and meant.document is not None:
            out = self._named(meant.document)
        return list(dict.fromkeys(out))


def _speaks_of(clauses: Sequence[Clause], words: str) -> bool:
    """Whether cited clauses are about what is said with them, though in words that could not be laid beside theirs."""
    asked = grams(words)
    there = grams("".join(b.text for c in clauses for b in c.walk()))
    return len(asked & there) >= max(_ABOUT * len(asked), 2)


def _first_line(clause: Clause) -> Span:
    """A clause's heading, or its first sentence."""
    match = re.match(r"[^。\n]{1,80}", clause.text)
    return Span(clause.span.start, clause.span.start + (match.end() if match else len(clause.text)))
