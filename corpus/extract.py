"""All facts of a document at once."""

from __future__ import annotations

from corpus.conflicts import conflicts_of, undecided_of
from corpus.deadlines import deadlines_of
from corpus.facts import Facts
from corpus.model import Document
from corpus.responsibilities import read_responsibilities
from corpus.targets import targets_of


def facts_of(document: Document) -> Facts:
    """Targets, responsibilities, deadlines and conflicts of one document, each in the order of the text.

    >>> facts_of(document).targets[0].indicator
    '每万人口拥有全科医生数'
    """
    responsibilities, unread = read_responsibilities(document)
    facts = Facts(targets_of(document), responsibilities, deadlines_of(document))
    return Facts(
        facts.targets,
        facts.responsibilities,
        facts.deadlines,
        conflicts_of(document, facts),
        (*unread, *undecided_of(facts)),
    )
