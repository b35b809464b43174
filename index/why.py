"""Says in Chinese why a passage was found: 「词语：全科医生、万人口；语义；文件：按“梅州市”收窄」.

Whoever searches sees at once whether a hit shares the question's words or only its sense, and which name in the question
kept all other documents out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index.lexical import query_words
from index.names import Named
from index.words import normal, search_words

_MOST = 6


def why(query: str, passage: str, found_by: Sequence[str], narrowed: str = "") -> str:
    """The reasons in one line; ``passage`` is all that is indexed of it, ``narrowed`` what ``narrowing`` gave.

    The word leg (词语) is told with the words that the passage shares with the query.
    """
    reasons = []
    for leg in found_by:
        shared = shared_words(query, passage) if leg == "词语" else []
        reasons.append(f"{leg}：{'、'.join(shared)}" if shared else leg)
    return "；".join((*reasons, narrowed) if narrowed else reasons)


def shared_words(query: str, passage: str) -> list[str]:
    """The words of a query that a passage has too, in the query's order, at most six, the longest of each place.

    >>> shared_words("每万人口全科医生数", "到2025年,每万人口拥有全科医生4人")
    ['每万人口', '全科医生']
    """
    plain = normal(query)
    held = frozenset(search_words(passage))
    found = [word for word in query_words(query) if word in held and (len(word) > 1 or word.isdigit())]
    longest = [w for w in found if not any(w != other and w in other for other in found)]
    return sorted(longest, key=plain.find)[:_MOST]


def narrowing(named: Named, documents: Collection[str]) -> str:
    """Which names kept the search to ``documents`` (those searched): 「文件：按“梅州市”“2024年印发”收窄」, empty where none did."""
    if not named.documents or not set(documents) <= set(named.documents):
        return ""
    names = [*named.places, *named.issuers, *(f"{year}年印发" for year in named.years)]
    words = "".join(f"“{name}”" for name in names)
    return f"文件：按{words}收窄" if words else "文件：按文号或标题收窄"
