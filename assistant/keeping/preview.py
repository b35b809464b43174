"""What an uploaded file would become, told before anything is changed: verdict, clause tree, removed lines, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.document_number import find_numbers
from corpus.errors import PolicyError
from corpus.model import Document
from corpus.outcome import Outcome
from corpus.shelf import Shelf
from corpus.store import Store
from corpus.versions import Difference, diff


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it was sent: the name that its owner gave it, and its content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """One file looked at. ``outcome`` says what taking it in would do; ``changes`` what a new version changes."""

    upload: Upload
    outcome: Outcome
    changes: Difference | None = None

    @property
    def takeable(self) -> bool:
        """Whether taking it in would change the library."""
        return self.outcome.taken

    @property
    def document(self) -> Document | None:
        """The document as it would be read; ``None`` for a file that can't be read or is there already."""
        return self.outcome.document

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person should look at before taking it in: the check's findings, then the reader's notes."""
        document = self.document
        if document is None:
            return self.outcome.warnings
        said = (*self.outcome.warnings, *document.notes, *_looks(document))
        return tuple(dict.fromkeys(said))


def _looks(document: Document) -> Iterator[str]:
    """Signs that a file is no policy document at all, so that a shopping list is not taken in unseen."""
    if not any(c.path.numbered for c in document.walk()):
        yield "没有识别出条款编号，看起来不像政策文件，请确认是否选对了文件。"
    if not document.number and not find_numbers(document.text[:600]):
        yield "没有识别出发文字号，引用时以标题称呼。"


def preview(folder: Path, uploads: Iterable[Upload]) -> tuple[Preview, ...]:
    """Look at files one after the other, as if the ones before had been taken in; nothing is changed."""
    out = []
    with Store(folder, dry=True) as store:
        for upload in uploads:
            outcome = store.add_bytes(upload.name, upload.data)
            out.append(Preview(upload, outcome, _changes(folder, outcome)))
    return tuple(out)


def _changes(folder: Path, outcome: Outcome) -> Difference | None:
    if outcome.verdict != "新版本" or outcome.document is None or outcome.document_id is None:
        return None
    try:
        before = Shelf(folder).find(outcome.document_id)
    except PolicyError:
        return None
    return diff(before, outcome.document) if before is not None else None


_ON_THE_PAGE = (
    ("，可以用 restore 恢复", "，可以随时恢复"),
    ("；要换回请用 restore", "；要换回请在“版本”里恢复"),
    ("；要换用请加 --same-as", ""),
    ("；如是，请用 --same-as 指明", "；如是，请由管理员用 python -m corpus add --same-as 指明"),
    ("，请用 python -m corpus list 查看已有文件", "，请看上面的清单"),
)


def on_the_page(message: str) -> str:
    """A message of the command line with what to do on the page instead of options."""
    for option, words in _ON_THE_PAGE:
        message = message.replace(option, words)
    return message
