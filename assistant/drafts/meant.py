"""What a mention leads to: a document, clauses of it, candidates, and what is wrong with its name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.drafts.known import Cited
from assistant.drafts.locators import Locator
from assistant.drafts.mention import Mention
from assistant.drafts.named import printed_name
from corpus.model import Clause, Document


@dataclass(frozen=True, slots=True)
class Meant:
    """What a mention leads to.

    ``document`` is ``None`` for one that isn't in the library; ``guess`` is then the one of the library it may be a slip
    for, if its content says so too. ``several`` are candidates none of which is surer. ``others`` are clauses that the
    place may mean as well (第三条 of a plan: its 三、 or its （三）). ``slip`` is the mention before it that named no document of
    the library but one all but so: the words that follow must bear out that ``document`` is meant. ``part``: the top
    clauses of the plan inside a file that is named, none where the whole document is. ``also`` are the other documents of
    the draft that a place alone may be of. ``title``/``number`` are what the
    mention should print where it is wrong, with ``wrong`` saying why; ``doubt`` is what could not be proved.
    """

    mention: Mention
    document: Document | None = None
    guess: Document | None = None
    several: tuple[Document, ...] = ()
    clauses: tuple[Clause, ...] = ()
    others: tuple[Clause, ...] = ()
    missing: tuple[Locator, ...] = ()
    open: tuple[Locator, ...] = ()
    title: str | None = None
    number: str | None = None
    wrong: str | None = None
    doubt: str | None = None
    cited: Cited | None = None
    slip: Mention | None = None
    part: tuple[Clause, ...] = ()
    also: tuple[Document, ...] = ()

    @property
    def scope(self) -> tuple[Clause, ...]:
        """The clauses that the words must stand in: those cited, else the plan inside the file that the name means."""
        return self.clauses or self.part

    @property
    def name(self) -> str:
        """What to call it: 《名》, else its number."""
        if self.mention.title and self.mention.how == "title":
            return f"《{self.mention.title}》"
        if self.document is not None:
            return f"《{printed_name(self.document)}》"
        return self.mention.number.text if self.mention.number else "所引文件"


def again(before: Meant, mention: Mention) -> Meant:
    """The same document named again, its places and faults left behind; after a slip in a name, the one it is a slip for."""
    slip = before.document is None and before.guess is not None
    return replace(
        before,
        mention=mention,
        document=before.guess if slip else before.document,
        guess=None if slip else before.guess,
        slip=before.mention if slip else before.slip,
        clauses=(), others=(), missing=(), open=(), also=(), wrong=None, doubt=None, title=None, number=None,
    )  # fmt: skip
