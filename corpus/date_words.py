"""Find the words that say when: 到2025年, 2030年底前, “十四五”期末, 年底前, 每季度, 自印发之日起30日内.

Works on masked text (see sentences.py) and knows nothing of clauses.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from corpus.date_readers import READERS, month_end
from corpus.mention import UNDATED, Basis, Mention


def mentions(text: str, basis: Basis = UNDATED) -> tuple[Mention, ...]:
    """All words about time in a masked text, in order, none overlapping another.

    >>> [m.normal for m in mentions("到2025年,每年建设不少于3个;2030年底前全部达标")]
    ['2025', '每年', '2030-12-31']
    """
    found: list[Mention] = []
    for word, pattern, read in READERS:
        if word not in text:
            continue
        for match in pattern.finditer(text):
            if any(m.start < match.end() and match.start() < m.end for m in found):
                continue
            mention = read(match, text, basis)
            if mention is not None:
                found.append(mention)
    return _with_year_before(sorted(found, key=lambda m: m.start), text)


def _with_year_before(found: list[Mention], text: str) -> tuple[Mention, ...]:
    """Give 12月底前 the year said before it in the sentence: 2023年6月底前完成…,12月底前…; 每年2月底前…,3月底前…."""
    out: list[Mention] = []
    for mention in found:
        before = out[-1] if out else None
        bare = mention.month
        if bare is not None and before is not None and not re.search(r"[。\n]", text[before.end : mention.start]):
            if before.kind == "recurring" and before.recurring == "每年":
                mention = replace(
                    mention,
                    kind="recurring",
                    normal="每年",
                    by=None,
                    recurring="每年",
                    note=f"每年{text[mention.start : mention.end]}",
                )
            elif (
                before.kind == "deadline"
                and before.year
                and before.precision in ("day", "month", "quarter", "half")
                and before.note is None
            ):
                month, day = bare
                by = date(before.year, month, day) if day else month_end(before.year, month)
                mention = replace(mention, normal=by.isoformat(), by=by, year=before.year, note=None)
        out.append(mention)
    return tuple(out)
