"""An encoder for corpora too large to embed: real vectors for the first N passages, derived ones beyond.

Embedding 300,000 passages takes hours, and what the index does with a vector doesn't depend on who computed it. The
first ``most`` passages are embedded really; from then on the variant of a clause that was embedded before gets that
clause's vector plus a displacement that was measured between two real variants, picked by the text's own hash. Questions,
planted clauses and clauses never seen before are always embedded really. ``shares`` says how many of which.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index.embedding import Encoder, Vectors

_MOST_DISPLACEMENTS = 4_000


@dataclass
class Shares:
    """What an encoder did: passages embedded, taken over from an earlier size of the same run, and derived.

    ``seconds`` went into the real ones, ``aside`` into all that only a bench does.
    """

    real: int = 0
    taken_over: int = 0
    derived: int = 0
    characters: int = 0
    seconds: float = 0.0
    aside: float = 0.0
    nearness: list[float] = field(default_factory=list)


class DerivedEncoder:
    """An ``Encoder`` around the real one; ``most`` is ``None`` where everything is to be embedded really.

    ``template_of`` names what the variants of a passage share, ``is_planted`` the passages that are never derived.
    """

    def __init__(
        self,
        real: Encoder,
        template_of: Callable[[str], str],
        is_planted: Callable[[str], bool],
        most: int | None = None,
    ) -> None:
        self._real, self._template_of, self._is_planted, self._most = real, template_of, is_planted, most
        self.name = real.name
        self.shares = Shares()
        self._first: dict[str, Vectors] = {}
        self._displacements: list[Vectors] = []
        self._known: dict[str, Vectors] = {}
        self._embedded = 0

    @property
    def dimension(self) -> int:
        """The real encoder's."""
        return self._real.dimension

    def encode_query(self, text: str) -> Vectors:
        """A question is always embedded really."""
        return self._real.encode_query(text)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Real vectors while there are fewer than ``most``, derived ones of known clauses beyond."""
        start, before = time.perf_counter(), self.shares.seconds
        out = self._encode(texts)
        self.shares.aside += time.perf_counter() - start - (self.shares.seconds - before)
        return out

    def _encode(self, texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        templates = [self._template_of(text) for text in texts]
        really: list[int] = []
        for i, (text, template) in enumerate(zip(texts, templates, strict=True)):
            early = self._most is None or self._embedded + len(really) < self._most
            if early or template not in self._first or self._is_planted(text) or not self._displacements:
                really.append(i)
            else:
                out[i] = self._derived(text, self._first[template])
        self.shares.derived += len(texts) - len(really)
        if really:
            out[really] = self._embed([texts[i] for i in really])
            self._remember([templates[i] for i in really], out[really])
        return out

    def _embed(self, texts: Sequence[str]) -> Vectors:
        """Real vectors; those that an earlier size had computed are taken over."""
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            start = time.perf_counter()
            vectors = self._real.encode_document(list(missing.values()))
            self.shares.seconds += time.perf_counter() - start
            self.shares.real += len(missing)
            self.shares.characters += sum(map(len, missing.values()))
            self._known.update(zip(missing, vectors, strict=True))
        self.shares.taken_over += len(texts) - len(missing)
        self._embedded += len(texts)
        return np.stack([self._known[key] for key in keys])

    def _remember(self, templates: Sequence[str], vectors: Vectors) -> None:
        for template, vector in zip(templates, vectors, strict=True):
            first = self._first.setdefault(template, vector)
            if first is not vector and len(self._displacements) < _MOST_DISPLACEMENTS:
                self._displacements.append(vector - first)
                self.shares.nearness.append(float(vector @ first))

    def _derived(self, text: str, first: Vectors) -> Vectors:
        """The clause's vector moved by a measured displacement; the same text always gets the same."""
        at = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % len(self._displacements)
        moved = first + self._displacements[at]
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Keep the real vectors for the next size of the same run."""
        keys = np.array(list(self._known), dtype="S32")
        np.savez(path, keys=keys, vectors=np.array(list(self._known.values()), dtype=np.float32))

    def load(self, path: Path) -> None:
        """Take over the real vectors that an earlier size had computed."""
        if path.is_file():
            with np.load(path) as saved:
                self._known = {
                    key.decode(): vector for key, vector in zip(saved["keys"], saved["vectors"], strict=True)
                }


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
