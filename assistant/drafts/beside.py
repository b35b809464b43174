"""The documents to look in beside those that a claim cites: all of a small library, the likeliest few of a large one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from assistant.drafts.claims import Claim
from assistant.drafts.known import unique
from corpus.library import Library
from corpus.model import Document

_WHOLE = 60
_LOOKED = 40
"""In a library of more documents than ``_WHOLE`` so many claims of a draft are looked for beyond what the draft names."""


class Beside:
    """For one draft: what it names anywhere, and of a large library what a search finds for a claim's words.

    What it names comes first: plans of other cities hold many of the same sentences.
    """

    def __init__(
        self, library: Library, named: Iterable[Document], find: Callable[[str], Sequence[str]] | None = None
    ) -> None:
        self._library, self._find = library, find
        self._named = unique(named)
        self._found: dict[str, tuple[Document, ...]] = {}
        self._all = sorted(library.documents, key=lambda d: d.id)

    def __call__(self, claim: Claim) -> Sequence[Document]:
        """The documents for one claim."""
        if self._find is None or len(self._library.documents) <= _WHOLE:
            return self._all
        if claim.words not in self._found:
            if len(self._found) >= _LOOKED:
                return self._named
            likely = map(self._library.document, self._find(claim.words))
            self._found[claim.words] = tuple(unique((*self._named, *likely)))
        return self._found[claim.words]
