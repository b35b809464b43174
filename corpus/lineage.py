"""Who implements whom, 国家 → 省 → 市: 「梅州这份是落实哪份文件的?」

A document says in its opening what it carries out (根据《…》（粤府办〔2023〕19号）…制定本方案). What the library doesn't hold is
named as it is cited, and one that two documents cite is one node, whether by number or by title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.identity import plain_title
from corpus.model import Clause, Document, Span
from corpus.places import level_of, region_of
from corpus.references import Reference
from corpus.resolve import Catalogue, bases_of

_ORDER = {"国家": 0, "省": 1, "市": 2, "县": 3}


@dataclass(frozen=True, slots=True)
class Node:
    """A document in the graph: one of the library's, or one that is only cited (``document`` is ``None``)."""

    key: str
    title: str
    number: str | None
    level: str | None
    document: Document | None = None

    @property
    def citation(self) -> str:
        """《…》（发文字号）."""
        return f"《{self.title}》" + (f"（{self.number}）" if self.number else "")


@dataclass(frozen=True, slots=True)
class Basis:
    """One edge: ``document`` carries ``target`` out, and says so in ``clause`` with the words at ``span``."""

    document: Document
    clause: Clause
    span: Span
    target: Node


@dataclass(frozen=True)
class Lineage:
    """The graph of a library: ``Lineage.of(library.documents).implements("梅市府办〔2024〕1号")``."""

    nodes: Mapping[str, Node]
    bases: Mapping[str, tuple[Basis, ...]]
    followers: Mapping[str, tuple[Document, ...]]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Lineage:
        """Read every document's opening and join what is the same."""
        held = list(documents)
        catalogue = Catalogue.of(held)
        cited = [(d, c, r) for d in held for c, r in bases_of(d)]
        numbers = {_cited(r)[0]: r.number for _, _, r in cited if r.title and r.number}
        nodes = {d.id: Node(d.id, d.name, d.number, d.level, d) for d in held}
        bases: dict[str, list[Basis]] = {}
        followers: dict[str, list[Document]] = {}
        for document, clause, reference in cited:
            node = _node(reference, catalogue, numbers)
            known = {b.target.key for b in bases.get(document.id, ())}
            if node is None or node.key in (document.id, *known) or _is_own(reference, document):
                continue
            nodes.setdefault(node.key, node)
            bases.setdefault(document.id, []).append(Basis(document, clause, reference.span, nodes[node.key]))
            followers.setdefault(node.key, []).append(document)
        return cls(nodes, {k: tuple(v) for k, v in bases.items()}, {k: tuple(v) for k, v in followers.items()})

    def implements(self, document_id: str) -> tuple[Basis, ...]:
        """What a document carries out, the highest level first."""
        return tuple(sorted(self.bases.get(document_id, ()), key=lambda b: _rank(b.target)))

    def implemented_by(self, key: str) -> tuple[Document, ...]:
        """The library's documents that carry this one out."""
        return self.followers.get(key, ())

    def tree(self) -> Iterator[tuple[int, Node]]:
        """The whole graph as an indented list: those that carry out none on top, each with its followers below.

        A document that follows another both directly and through a third is listed below the third only.
        """
        roots = sorted((n for n in self.nodes.values() if not self.bases.get(n.key)), key=_rank)
        seen: set[str] = set()
        for root in roots:
            yield from self._below(root, 0, (), seen)
        for node in self.nodes.values():
            if node.key not in seen:  # only circles are left
                yield from self._below(node, 0, (), seen)

    def _below(self, node: Node, depth: int, above: tuple[str, ...], seen: set[str]) -> Iterator[tuple[int, Node]]:
        seen.add(node.key)
        yield depth, node
        for document in sorted(self.implemented_by(node.key), key=lambda d: _rank(self.nodes[d.id])):
            if document.id not in (node.key, *above) and not self._through_another(document.id, node.key):
                yield from self._below(self.nodes[document.id], depth + 1, (*above, node.key), seen)

    def _through_another(self, document_id: str, key: str) -> bool:
        """Whether one of a document's other bases rests on ``key`` as well."""
        return any(
            key in {b.target.key for b in self.bases.get(other.target.key, ())}
            for other in self.bases.get(document_id, ())
            if other.target.key not in (key, document_id)
        )


def _node(reference: Reference, catalogue: Catalogue, numbers: Mapping[str, str | None]) -> Node | None:
    found, _ = catalogue.look_up(reference.title, reference.number)
    if found:
        return Node(found.id, found.name, found.number, found.level, found)
    key, level = _cited(reference)
    number = reference.number or numbers.get(key)
    key = number or key
    return Node(key, reference.title or "", number, level) if key else None


def _cited(reference: Reference) -> tuple[str, str | None]:
    """One key for the spellings of a title, and its level: 国务院办公厅《关于…》 is 《国务院办公厅关于…》."""
    title = reference.title or ""
    region = region_of(title, title, reference.issuer)
    plain = plain_title(title)
    at = plain.find("关于")
    return (f"{region} {plain[at:]}" if region and 0 <= at <= 40 else plain), level_of(region)


def _is_own(reference: Reference, document: Document) -> bool:
    """A notice that asks to carry out the very plan that it hands out: 贯彻落实《关于推进…实施方案》."""
    title = plain_title(reference.title or "").removeprefix("关于")
    return not reference.number and title == plain_title(document.name).removeprefix("关于")


def _rank(node: Node) -> tuple[int, str]:
    return _ORDER.get(node.level or "", 4), node.key
