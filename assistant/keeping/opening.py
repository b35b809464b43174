"""Open a documents folder for a page that runs on: the assistant that answers, and the keeper that changes its documents."""

from __future__ import annotations

from pathlib import Path

from assistant.ask import Assistant
from assistant.chat.chat import Chat
from assistant.keeping.holder import Holder
from assistant.keeping.keeper import Keeper
from assistant.prepare import ready_index
from corpus.library import DOCUMENTS, Library
from index import manifest as manifests
from index.query_encoder import query_encoder
from index.retriever import Retriever
from index.settings import load_settings


def open_keeper(index_dir: Path | None, documents: Path | None, chat: Chat | None) -> Keeper:
    """The keeper of a folder and its index, its holder's assistant opened; raises ``PolicyError`` as ``Assistant.open``."""
    place = ready_index(index_dir, documents)
    folder = documents or DOCUMENTS

    encoder = query_encoder(load_settings())  # one for all: what it has settled to holds for the next assistant too

    def opened(library: Library) -> Assistant:
        retriever = Retriever.open(place, corpus_digest=library.digest, encoder=encoder)
        retriever.settle()
        return Assistant(library, retriever, None, chat)

    holder = Holder(
        opened(Library.load(folder)),
        lambda: opened(Library.load(folder)),
        lambda: manifests.current(place).name,
    )
    return Keeper(folder, place, holder, opened)
