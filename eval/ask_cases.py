"""Asks an assistant every turn of some cases: in this process, or in several that each open their own.

A conversation's later turns see the assistant's own earlier answers, as a user's would.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from corpus.errors import PolicyError
from eval.assistants import Answering, Place, open_assistant
from eval.cases import Case
from eval.given import Given, given_of

if TYPE_CHECKING:
    from assistant.ask import Turn

_log = logging.getLogger(__name__)


def ask_case(case: Case, assistant: Answering, k: int) -> tuple[Given, ...]:
    """The answers to a case's turns; an assistant that fails gives an answer that says so, never a run that stops."""
    from assistant.ask import Turn  # with the assistant

    history: list[Turn] = []
    out = []
    for number, turn in enumerate(case.turns):
        given = _ask(turn.question, history, assistant, k if number == 0 and turn.gold.groups else 0)
        out.append(given)
        history += [Turn("user", turn.question), Turn("assistant", given.text)]
    return tuple(out)


def _ask(question: str, history: Sequence[Turn], assistant: Answering, k: int) -> Given:
    try:
        answer = assistant.ask(question, history)
        retrieved = assistant.retrieve(question, k) if k else None
    except PolicyError as error:
        return Given(text="", error=str(error))
    except Exception as error:  # noqa: BLE001  (whatever breaks the assistant is a finding of the run, not its end)
        _log.exception("assistant failed on %s", question)
        return Given(text="", error=f"{type(error).__name__}：{error}")
    return given_of(answer, retrieved)


def ask_all(cases: Sequence[Case], assistant: Answering, k: int) -> Iterator[tuple[Given, ...]]:
    """The answers to all cases, one case after the other, in this process."""
    for case in cases:
        yield ask_case(case, assistant, k)


_held: list[Answering] = []


def _open(name: str, place: Place) -> None:
    _held.append(open_assistant(name, place))


def _one(case: Case, k: int) -> tuple[Given, ...]:
    return ask_case(case, _held[0], k)


def ask_in_processes(
    cases: Sequence[Case], name: str, place: Place, k: int, workers: int
) -> Iterator[tuple[Given, ...]]:
    """The same from several processes, in the order of the cases. Processes start afresh: an index that was opened
    before a fork is not safe on its other side."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _open, (name, place)) as pool:
        yield from pool.map(_one, cases, [k] * len(cases), chunksize=8)
