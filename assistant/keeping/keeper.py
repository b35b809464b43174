"""Documents come in and go out while the assistant answers: folder, index and assistant change together or not at all.

A change is made in the folder (which keeps every version), the index is brought up to it, the new assistant is opened,
and only then does it answer. Where any of this fails, the folder is put back as it was, and the old one goes on.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.ask import Assistant
from assistant.keeping.holder import Holder
from assistant.keeping.preview import Preview, Upload, preview
from corpus.errors import LibraryBusy, PolicyError
from corpus.holdings import Holdings
from corpus.library import Library
from corpus.outcome import Outcome
from corpus.store import Store
from index.build import build
from index.embedding import Encoder

Tell = Callable[[str, int, int], None]
Open = Callable[[Library], Assistant]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """One step back: take a document out again, or bring it (or its version of that content) back."""

    what: Literal["remove", "restore"]
    document: str
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a change came to; ``back`` are the steps that undo it, none where nothing changed."""

    outcomes: tuple[Outcome, ...]
    back: tuple[Step, ...] = ()


class Keeper:
    """The one who may change a folder of documents that a ``Holder`` answers from; one change at a time.

    ``open_`` makes an assistant over a library and the index in ``index_dir``, the way the running one was made.
    """

    def __init__(
        self, folder: Path, index_dir: Path, holder: Holder, open_: Open, encoder: Encoder | None = None
    ) -> None:
        self.folder = folder
        self.holder = holder
        self._index_dir, self._open, self._encoder = index_dir, open_, encoder
        self._lock = threading.Lock()

    def preview(self, uploads: Sequence[Upload]) -> tuple[Preview, ...]:
        """What each file would become; nothing is changed."""
        return preview(self.folder, uploads)

    def take_in(self, uploads: Sequence[Upload], tell: Tell) -> Done:
        """Take files in and answer from them; one that can't be taken in says why, and the others go on."""

        def change(store: Store) -> Iterator[tuple[Outcome, Step | None]]:
            for number, upload in enumerate(uploads, 1):
                tell("收入文件", number - 1, len(uploads))
                before = _shown(store.held)
                outcome = store.add_bytes(upload.name, upload.data)
                yield outcome, _back(store.held, outcome, before)

        return self._carried_out(change, tell)

    def remove(self, document_id: str, tell: Tell) -> Done:
        """Take a document out; its versions stay kept. Raises ``PolicyError`` for the last one."""
        if [d.id for d in self.holder.library.documents] == [document_id]:
            raise PolicyError("这是库里最后一份文件，移除之后就无从作答了；请先收入别的文件。")

        def change(store: Store) -> Iterator[tuple[Outcome, Step | None]]:
            yield store.remove(document_id), Step("restore", document_id)

        return self._carried_out(change, tell)

    def restore(self, document_id: str, version: str | None, tell: Tell) -> Done:
        """Bring a removed document, or an earlier version of one, back."""

        def change(store: Store) -> Iterator[tuple[Outcome, Step | None]]:
            before = _shown(store.held)
            outcome = store.restore(document_id, version)
            yield outcome, _back(store.held, outcome, before)

        return self._carried_out(change, tell)

    def undo(self, steps: Sequence[Step], tell: Tell) -> Done:
        """Go back over the steps of a change."""

        def change(store: Store) -> Iterator[tuple[Outcome, Step | None]]:
            for step in steps:
                yield _stepped(store, step), None

        return self._carried_out(change, tell)

    def _carried_out(self, change: Callable[[Store], Iterator[tuple[Outcome, Step | None]]], tell: Tell) -> Done:
        """Change the folder, then index and assistant; after a failure the folder is as it was."""
        outcomes: list[Outcome] = []
        back: list[Step] = []
        with self._alone(), self.holder.changing():
            try:
                with Store(self.folder) as store:
                    for outcome, step in change(store):
                        outcomes.append(outcome)
                        back[:0] = [step] if step is not None else []
                if any(o.taken or o.verdict == "移除" for o in outcomes):
                    self._follow(tell)
            except BaseException:  # Ctrl-C too: folder and index must not part
                self._put_back(back)
                raise
        return Done(tuple(outcomes), tuple(back))

    def _follow(self, tell: Tell) -> None:
        """Bring index and assistant up to what the folder holds."""
        tell("读取文件", 0, 1)
        library = Library.load(self.folder)
        build(library, self._index_dir, tell, self._encoder)
        tell("换用新索引", 0, 1)
        self.holder.put(self._open(library))
        tell("换用新索引", 1, 1)

    def _put_back(self, steps: Sequence[Step]) -> None:
        """Undo in the folder what the index could not follow, and bring the index back where it had gone ahead."""
        if not steps:
            return
        try:
            with Store(self.folder) as store:
                for step in steps:
                    _stepped(store, step)
            build(Library.load(self.folder), self._index_dir, None, self._encoder)
        except PolicyError as error:
            _log.error("改动没有做成，文件夹也没能完全复原（%s），请运行 python -m index build。", error)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._lock.acquire(blocking=False):
            raise LibraryBusy("另一位同事正在改动文件库，请等它完成后再试。")
        try:
            yield
        finally:
            self._lock.release()


def _shown(held: Holdings) -> dict[str, str]:
    """Which content each document shows now, by its key."""
    return {key: held.files[file].sha256 for key, file in held.current.items()}


def _back(held: Holdings, outcome: Outcome, before: dict[str, str]) -> Step | None:
    """The step that undoes what became of one file."""
    if not outcome.taken or outcome.document_id is None:
        return None
    key = held.find(outcome.document_id)
    if key in before:
        return Step("restore", outcome.document_id, before[key])
    return Step("remove", outcome.document_id)


def _stepped(store: Store, step: Step) -> Outcome:
    if step.what == "remove":
        return store.remove(step.document)
    return store.restore(step.document, step.version)
