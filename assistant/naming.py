"""What a document is called in a sentence."""

from __future__ import annotations

from corpus.model import Document


def place_of(document: Document) -> str:
    """A document's short name: its region, else its title in 《》."""
    return document.region or f"《{document.name}》"
