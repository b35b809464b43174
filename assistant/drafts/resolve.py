"""Which document and which clauses a mention means, and what is wrong with its name: one step from words to the library.

Two readings left give none: a short title of two documents, a 第（三）项 that stands in two parts. What the draft introduced
(以下简称《方案》) is followed; 该方案 is the last one named whose kind it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.drafts.known import Cited, Known, Titled, unique, years_of_title
from assistant.drafts.locators import Locator
from assistant.drafts.meant import Meant, again
from assistant.drafts.mention import Mention
from assistant.drafts.named import printed_name
from assistant.drafts.places import Places
from corpus.model import Clause, Document
from corpus.path import ClausePath

_SURE = 0.88
_KIND = re.compile(
    "行动方案|实施方案|工作方案|方案|通知|意见|规划|办法|规定|条例|细则|纲要|计划|措施|决定|指南|规范|法"
)

_ALIAS = re.compile(
    rf"(?P<whose>国家|自治区|[省市县区])?级?(?P<title>(?:行动|实施|工作|总体|发展|专项)?(?:{_KIND.pattern}))"
)
_NOTHING = "前文没有提到文件，不知道指哪一份。"


class Resolver:
    """Follows the mentions of one draft in order; knows what it introduced and named before."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._places: dict[tuple[str, str], Places] = {}
        self._short: dict[str, Meant] = {}
        self._named: list[Meant] = []

    def resolve(self, mention: Mention) -> Meant:
        """One mention; call in the order of the text."""
        if mention.how == "clause":
            return self._same_clause(mention)
        if mention.how == "place":
            meant = self._alone(mention)
        elif mention.how == "back":
            meant = self._back(mention)
        elif mention.how == "short":
            meant = replace(
                self._short.get(mention.title or "", Meant(mention)), mention=mention, wrong=None, doubt=None
            )
        elif mention.how == "spoken":
            found = self._known.said(mention.title or "")
            meant = Meant(mention, found[0] if len(found) == 1 else None, several=tuple(found))
        else:
            meant = self._named_by(mention)
        if mention.introduces:
            self._short[mention.introduces] = meant
        meant = self._located(meant)
        self._named.append(meant)
        return meant

    def places(self, document: Document, part: Sequence[Clause] = ()) -> Places:
        """The clauses of a document, or of a part of it, by where they stand."""
        key = document.id, str(part[0].path) if part else ""
        if key not in self._places:
            self._places[key] = Places(document, part)
        return self._places[key]

    def _same_clause(self, mention: Mention) -> Meant:
        """该条, 同项: the place cited last, or what lies below it."""
        last = next((m for m in reversed(self._named) if m.clauses), None)
        if last is None:
            return Meant(mention, doubt=_NOTHING)
        same = again(last, mention)
        meant = self._located(same) if mention.locators else replace(same, clauses=last.clauses, others=last.others)
        self._named.append(meant)
        return meant

    def _alone(self, mention: Mention) -> Meant:
        """A place without a name: of the last document named; ``also`` the others that have been, for the words to choose."""
        held = unique(m.document for m in reversed(self._named) if m.document is not None)
        last = self._back(mention)
        if last.document is None and held:
            last = again(next(m for m in reversed(self._named) if m.document is held[0]), mention)
        return replace(last, also=tuple(d for d in held if d is not last.document))

    def _back(self, mention: Mention) -> Meant:
        """该方案, 同文件, or a place alone: the last one named, of that kind where the words say one."""
        fit = [m for m in self._of_level(mention.words) if m.document or m.guess or not _aside(m.mention)]
        if "稿" in mention.words:
            fit = [m for m in fit if m.mention.draft or (m.document and m.document.status == "征求意见稿")]
        kind = _KIND.search(mention.words)
        for before in reversed(fit):
            names = (
                before.mention.title or "",
                before.document.name if before.document else "",
                before.document.title if before.document else "",
            )
            if kind is None or any(n.rstrip("〉》）)").endswith(kind[0]) or kind[0] in n[-14:] for n in names):
                return again(before, mention)
        if fit and (kind is None or len({m.document.id if m.document else m.name for m in fit}) == 1):
            return again(fit[-1], mention)
        return self._unnamed(mention, mention.words) if mention.how == "back" else Meant(mention, doubt=_NOTHING)

    def _unnamed(self, mention: Mention, words: str) -> Meant:
        """《方案》二（一）4 that nobody introduced: the documents of that kind and level that have the place."""
        kind = _KIND.search(words)
        fit: list[Document] = []
        for document in self._known.few():
            name = document.name + document.title
            if (kind and kind[0] not in name) or self._known.of(document, mention.words or words) is False:
                continue
            places = self.places(document)
            if all(places.find(locator).clauses for locator in mention.locators):
                fit.append(document)
        return Meant(mention, several=tuple(fit), doubt=None if fit else _NOTHING)

    def taken(self, meant: Meant, document: Document) -> Meant:
        """The same mention, held to mean one of its candidates."""
        return self._located(replace(meant, document=document, several=(), doubt=None, also=(), part=()))

    def _of_level(self, words: str) -> list[Meant]:
        """Those named before that 省方案, 市方案 can mean."""
        said = [(m, self._known.of(m.document, words) if m.document else None) for m in self._named]
        return [m for m, of in said if of] or [m for m, of in said if of is None]

    def _named_by(self, mention: Mention) -> Meant:
        title = mention.title
        owned = _ALIAS.fullmatch(title or "")
        words = mention.words or (owned["whose"] if owned and title not in self._short else None)
        if owned and words and (whose := self._whose(owned["title"], words)) is not None:
            return again(whose, mention)
        if title and title in self._short and mention.number is None:
            return again(self._short[title], mention)
        number = mention.number.normal if mention.number else None
        by_number = self._known.numbered(number) if number else None
        part = self._known.inside(title) if title else None
        if part is not None and (number is None or by_number is part.document):
            return Meant(mention, part.document, part=part.clauses)
        titled = self._known.titled(title) if title else []
        if title and not titled and number is None and (last := self._of_kind(title)) is not None:
            return again(last, mention)
        if by_number is not None:
            return self._with_number(mention, by_number, titled)
        if number is None:
            return self._with_title(mention, titled)
        return self._number_unknown(mention, titled, number)

    def _whose(self, title: str, words: str) -> Meant | None:
        """省《行动方案》 where the draft named a province's: the last of that place whose name ends so, if only one does."""
        fit = [
            m for m in self._named if m.document and self._known.of(m.document, words) and _ends_so(m.document, title)
        ]
        return fit[-1] if len({m.document.id for m in fit if m.document}) == 1 else None

    def _of_kind(self, title: str) -> Meant | None:
        """《方案》 that the draft never introduced: the last document named whose name ends so, if only one does."""
        if len(title) > 6:
            return None
        fit = [m for m in self._named if m.document is not None and _ends_so(m.document, title)]
        return fit[-1] if len({m.document.id for m in fit if m.document}) == 1 else None

    def _with_number(self, mention: Mention, document: Document, titled: Sequence[Titled]) -> Meant:
        title = mention.title
        if title is None or (len(title) <= 8 and _ends_so(document, title)):
            return Meant(mention, document)
        fits = {t.document.id: t for t in titled}
        if document.id in fits and fits[document.id].fit in ("exact", "short"):
            return self._years(Meant(mention, document))
        right = printed_name(document, title)
        other = next((t for t in titled if t.fit == "exact" and t.document.id != document.id), None)
        if other is not None and other.document.number:
            why = f"{mention.number.normal if mention.number else ''}是《{printed_name(document)}》的文号，《{title}》的文号是{other.document.number}。"
            return Meant(mention, other.document, guess=document, number=other.document.number, wrong=why)
        why = f"文号{document.number}的文件标题是《{right}》，文稿写作《{title}》。"
        return Meant(mention, document, title=right, wrong=why)

    def _with_title(self, mention: Mention, titled: Sequence[Titled]) -> Meant:
        title = mention.title or ""
        cited = self._known.cited(title)
        spoken = self._known.said(title) if not titled else []
        if len(spoken) == 1:
            return self._years(Meant(mention, spoken[0]))
        if not titled and not cited and _ALIAS.fullmatch(title):
            return self._unnamed(mention, title)
        if not titled or (cited and titled[0].fit not in ("exact", "short")):
            return Meant(mention, cited=cited[0] if cited else None)
        if len({t.document.id for t in titled}) > 1:
            return Meant(mention, several=tuple(unique(t.document for t in titled)))
        best = titled[0]
        if best.fit in ("exact", "short"):
            return self._years(Meant(mention, best.document))
        slip = years_of_title(title) != years_of_title(best.document.name) and best.likeness >= 1.0
        right = printed_name(best.document, title)
        if (best.fit == "alike" and best.likeness >= _SURE) or (slip and self._known.same_place(title, best.document)):
            why = f"库内没有《{title}》，最接近的文件标题是《{right}》。"
            return Meant(mention, best.document, title=right, wrong=why)
        return Meant(mention, guess=best.document, title=right)

    def _years(self, meant: Meant) -> Meant:
        """The years in the brackets of a title must be the document's."""
        said, right = years_of_title(meant.mention.title or ""), None
        if meant.document is not None:
            right = years_of_title(meant.document.name) or years_of_title(meant.document.title)
        if meant.document is None or said is None or said == right:
            return meant
        name = printed_name(meant.document, meant.mention.title or "")
        return replace(meant, title=name, wrong=f"标题里的年份有误，原标题是《{name}》。")

    def _number_unknown(self, mention: Mention, titled: Sequence[Titled], number: str) -> Meant:
        title = mention.title
        sure = [t for t in titled if t.fit in ("exact", "short") or (t.fit == "alike" and t.likeness >= _SURE)]
        if title and sure and len({t.document.id for t in sure}) == 1:
            document = sure[0].document
            if document.number is None:
                meant = self._years(Meant(mention, document))
                return replace(meant, doubt=f"库内的《{printed_name(document)}》没有载明文号，无法核对“{number}”。")
            right = printed_name(document, title) if sure[0].fit == "alike" else None
            why = f"《{printed_name(document)}》的文号是{document.number}，文稿写作{mention.number.text if mention.number else number}。"
            return Meant(mention, document, title=right, number=document.number, wrong=why)
        if title and (cited := self._known.cited(title)):
            return self._as_cited(mention, cited, number)
        if cited := self._known.cited_number(number):
            if title and not self._known.inner(title, cited[0]):
                right = (cited[0].reference.title or "").replace("<", "〈")
                why = f"库内文件引用{number}时写作《{right}》，文稿写作《{title}》。"
                return Meant(mention, title=right, wrong=why, cited=cited[0])
            return Meant(mention, cited=cited[0])
        guess = titled[0].document if titled else self._known.near_number(number)
        return Meant(mention, guess=guess, number=guess.number if guess else None)

    def _as_cited(self, mention: Mention, cited: Sequence[Cited], number: str) -> Meant:
        printed = [c for c in cited if c.reference.number]
        if not printed or any(c.reference.number == number for c in printed):
            same = next((c for c in printed if c.reference.number == number), cited[0])
            return Meant(mention, cited=same)
        right = printed[0].reference.number or ""
        why = f"《{printed[0].document.name}》引用《{mention.title}》时文号为{right}，文稿写作{number}。"
        return Meant(mention, number=right, wrong=why, cited=printed[0])

    def _located(self, meant: Meant) -> Meant:
        if meant.document is None or not meant.mention.locators:
            return meant
        places = self.places(meant.document, meant.part)
        near = next(
            (m.clauses[0].path for m in reversed(self._named) if m.clauses and m.document is meant.document), None
        )
        near = None if meant.part and near and not any(_holds(c, near) for c in meant.part) else near
        found: list[Clause] = []
        others: list[Clause] = []
        missing: list[Locator] = []
        unsure: list[Locator] = []
        for locator in meant.mention.locators:
            reading = places.find(locator, near)
            if len(reading.clauses) > 1:
                unsure.append(locator)
            elif not reading.clauses and locator.heading:
                return replace(meant, mention=meant.mention.without_place())
            elif not reading.clauses:
                missing.append(locator)
            found += reading.clauses
            others += reading.others
            near = reading.clauses[0].path if len(reading.clauses) == 1 else near
        return replace(meant, clauses=tuple(found), others=tuple(others), missing=tuple(missing), open=tuple(unsure))


def _holds(clause: Clause, path: ClausePath) -> bool:
    return clause.path == path or clause.path.contains(path)


def _aside(mention: Mention) -> bool:
    """What 该方案 doesn't point to where the library hasn't it: the draft's own annex, a number in brackets behind a title."""
    return mention.handed or (mention.how == "number" and mention.bracketed)


def _ends_so(document: Document, title: str) -> bool:
    return any(
        n.rstrip("）)").endswith(title) or re.sub(r"[（(].*?[)）]$", "", n).endswith(title)
        for n in (document.name, document.title)
    )
