"""Finds the documents that a question names by 发文字号, in any form that people type it.

粤办函〔2022〕245号, 粤办函[2022]245, 粤办函2022-245, 粤办函245号, 〔2022〕245号, 245号文: whatever fits one document.
A full number that no document has comes back as unknown, so that nobody answers for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.words import normal

_YEAR = r"(?:19|20)\d{2}"
_FORMS = (
    # With its year: 粤办函(2022)245号, 粤办函2022年245号, 粤办函2022-245, 粤办函(2022)245.
    re.compile(rf"(?P<prefix>[一-龥]{{2,10}})?[(\[【{{]?(?P<year>{_YEAR})[)\]】}}]?年?\s*第?(?P<count>\d{{1,4}})号"),
    re.compile(rf"(?P<prefix>[一-龥]{{2,10}})[(\[【](?P<year>{_YEAR})[)\]】]\s*(?P<count>\d{{1,4}})"),
    re.compile(
        rf"(?P<prefix>[一-龥]{{2,10}})(?P<year>{_YEAR})[-/_ ](?P<count>\d{{1,4}})(?!\d|[-/.年月%]|\s*[一-龥]?年)"
    ),
    re.compile(rf"[(\[【](?P<year>{_YEAR})[)\]】]\s*第?(?P<count>\d{{1,4}})(?!\d)"),
)
# Without its year, where one document only can be meant: 粤办函245号, 245号文.
_SHORT = (
    re.compile(r"(?P<prefix>[一-龥]{2,10})\s*第?(?P<count>\d{1,4})号"),
    re.compile(r"(?<![\d)\]】])(?<!中央)(?P<count>\d{1,4})号(?:文件|文|函|通知)"),
)
_OFFICES = "函发办规字令通明电文号知"


@dataclass(frozen=True, slots=True)
class AskedNumbers:
    """What numbers a question names: the documents, what none has, and the pieces of text that were understood."""

    documents: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    pieces: tuple[tuple[int, int], ...] = ()


class DocumentNumbers:
    """The 发文字号 of a library, by year and count."""

    def __init__(self, numbers: Iterable[tuple[str, str]]) -> None:
        """``numbers`` are (document id, 发文字号) pairs."""
        self._by_year: dict[tuple[str, int], list[tuple[str, str]]] = {}
        self._by_count: dict[int, list[tuple[str, str]]] = {}
        self._codes: set[str] = set()
        for document, number in numbers:
            key = _key(number)
            if key is not None:
                prefix, year, count = key
                self._codes |= {prefix} if prefix else set()
                self._by_year.setdefault((year, count), []).append((prefix, document))
                self._by_count.setdefault(count, []).append((prefix, document))

    def find(self, text: str) -> AskedNumbers:
        """All numbers of a question, left to right; a piece is read once, in its fullest form."""
        plain = _brackets(text)
        taken: list[tuple[int, int]] = []
        found: list[tuple[int, str]] = []
        unknown: list[tuple[int, str]] = []
        for match in _matches(plain):
            if any(match.start("count") < end and start < match.end() for start, end in taken):
                continue
            groups = match.groupdict()
            prefix, fits = groups.get("prefix") or "", self._fits(groups)
            if len(fits) == 1:
                length, document = fits[0]
                start = match.end("prefix") - length if prefix else match.start()
                taken.append((start, match.end()))
                found.append((start, document))
            elif not fits and self._is_code(prefix, groups.get("year")):
                taken.append(match.span())
                unknown.append((match.start(), text[match.start() : match.end()]))
        return AskedNumbers(
            tuple(dict.fromkeys(d for _, d in sorted(found))),
            tuple(n for _, n in sorted(unknown)),
            tuple(sorted(taken)),
        )

    def _is_code(self, prefix: str, year: str | None) -> bool:
        """Whether the letters before a number are an issuer's code; without a year only codes of the library count."""
        if year:
            return bool(prefix) and prefix[-1] in _OFFICES
        return any(prefix.endswith(letters) for letters in self._codes)

    def _fits(self, groups: dict[str, str | None]) -> list[tuple[int, str]]:
        """(length of the issuer's letters, document) that a match can mean; with letters the fullest ones only."""
        prefix, year, count = groups.get("prefix") or "", groups.get("year"), int(groups["count"] or 0)
        known = self._by_year.get((year, count), []) if year else self._by_count.get(count, [])
        if not prefix or (year and prefix[-1] not in _OFFICES):  # 「请看2022年245号」
            return [(0, document) for _, document in known]
        fits = [(len(letters), document) for letters, document in known if letters and prefix.endswith(letters)]
        longest = max((length for length, _ in fits), default=0)
        return [fit for fit in fits if fit[0] == longest]


def _matches(text: str) -> Iterable[re.Match[str]]:
    for form in (*_FORMS, *_SHORT):
        yield from form.finditer(text)


def _key(number: str) -> tuple[str, str, int] | None:
    plain = _brackets(number)
    match = _FORMS[0].search(plain) or _FORMS[1].search(plain)
    return (match["prefix"] or "", match["year"], int(match["count"])) if match else None


def _brackets(text: str) -> str:
    return normal(text).replace("〔", "(").replace("〕", ")")
