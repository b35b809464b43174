"""What a question yields while it is answered: proved sentences, one by one, and at the end the whole answer."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer, Citation, Claim


@dataclass(frozen=True, slots=True)
class Sentence:
    """One proved sentence with its markers, and the citations that it is the first to use.

    ``written``: by a model, so that the next may be long in coming; the rules' come all together, right before the end.
    """

    claim: Claim
    citations: tuple[Citation, ...]
    written: bool = False


@dataclass(frozen=True, slots=True)
class Final:
    """The whole answer. It always counts: where a model failed, or the order changed, it replaces what was shown before."""

    answer: Answer


Event = Sentence | Final
