"""Which composer answers which kind of question; parts of a question that want more than one are joined."""

from __future__ import annotations

from dataclasses import replace

from assistant.ask_back import compose_choice
from assistant.compose_bodies import compose_bodies
from assistant.compose_compare import compose_compare
from assistant.compose_documents import compose_document
from assistant.compose_elsewhere import compose_everywhere
from assistant.compose_lists import compose_count, compose_goals, compose_tasks, compose_which
from assistant.compose_outline import compose_outline
from assistant.compose_places import compose_place
from assistant.compose_sections import compose_all_bodies, compose_section
from assistant.compose_sentences import compose_sentences
from assistant.counted import compose_explained, compose_short_name
from assistant.evidence import Gatherer
from assistant.left_out import compose_left_out
from assistant.other_words import compose_other_words
from assistant.premises import compose_premise
from assistant.query import Kind, Query
from assistant.statement import Composition
from assistant.unlisted import asks_reason
from corpus.library import Library


class Composer:
    """Composes answers from clauses and facts, without a model."""

    def __init__(self, library: Library, gatherer: Gatherer) -> None:
        self._library = library
        self._gatherer = gatherer

    def compose(self, query: Query) -> Composition:
        """An answer, a refusal, or a question back, for one query."""
        if (choice := compose_choice(query, self._library)) is not None:
            return choice
        if query.kind == "document":
            return compose_document(query, self._library, self._gatherer.as_of())
        if query.kind == "which":
            return compose_which(query, self._gatherer, self._library)
        if query.compare and query.kind not in ("tasks",):
            return compose_compare(query, self._library, self._single)
        everywhere = compose_everywhere(query, self._gatherer, self._library, self._single)
        return everywhere if everywhere is not None else self._single(query)

    def _single(self, query: Query) -> Composition:
        """The answer in the question's words; where no clause has them, the clause that says it in its own."""
        composition = self._by_words(query)
        refusal = composition.refusal
        if composition.statements or refusal is None or refusal.reason not in ("not_found", "off_topic"):
            return composition
        return compose_other_words(query, self._gatherer, self._library) or composition

    def _by_words(self, query: Query) -> Composition:
        if asks_reason(query) and query.kind == "bodies":
            return compose_sentences(replace(query, kind="general"), self._gatherer, self._library)
        if query.kind in ("members", "general", "meaning", "count", "goals", "value"):
            outline = compose_outline(query, self._gatherer, self._library)
            if outline is not None:
                return outline
            named = (
                compose_explained(query, self._gatherer, self._library)
                or compose_short_name(query, self._gatherer, self._library)
                or compose_left_out(query, self._gatherer)
            )
            if named is not None:
                return named
            premise = compose_premise(query, self._gatherer)
            if premise is not None:
                return premise
        if query.kind == "bodies":
            return self._bodies(query)
        if query.kind == "tasks":
            return compose_tasks(query, self._gatherer, self._library)
        if query.kind == "goals":
            return compose_goals(query, self._gatherer, self._library)
        if query.kind == "place":
            return compose_place(query, self._gatherer, self._library)
        if query.kind == "count":
            counted = compose_count(query, self._gatherer, self._library)
            if counted is not None:
                return counted
            query = replace(query, kind="value")
        if query.kind in ("members", "general", "meaning"):
            section = compose_section(query, self._gatherer, self._library)
            if section is not None:
                return section
        return compose_sentences(query, self._gatherer, self._library)

    def _bodies(self, query: Query) -> Composition:
        """Who answers for it; the figure or the date first where the question wants that as well."""
        first: Composition | None = None
        kind: Kind | None = "deadline" if "deadline" in query.wants else "value" if "value" in query.wants else None
        if kind and query.terms:
            figures = compose_sentences(replace(query, kind=kind), self._gatherer, self._library)
            first = figures if figures.statements else None
        if first is None and (every := compose_all_bodies(query, self._library)) is not None:
            return every
        if first is None:
            return compose_bodies(query, self._gatherer, self._library)
        anchor = tuple(dict.fromkeys(s.clause.id for st in first.statements for s in st.supports))
        bodies = compose_bodies(replace(query, anchor=anchor, terms=()), self._gatherer, self._library)
        return Composition(
            (*first.statements, *bodies.statements),
            bodies.refusal,
            bodies.reading if bodies.refusal else (),
            first.rows,
            (*first.notes, *bodies.notes),
            trace=(*first.trace, *bodies.trace),
        )
