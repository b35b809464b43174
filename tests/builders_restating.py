"""Drafts made by program: sentences of documents restated among an office's own, the citation near or far.

Each draft cites one document, in the place that ``Where`` names, and tells of each of its sentences whether it restates the
document (then it must be laid beside it) or is the office's own (then nothing may be said of it).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from assistant.drafts.figures import figures, years
from assistant.drafts.named import printed_name
from assistant.drafts.passages import grams
from assistant.rows import readings
from corpus.library import Library
from corpus.model import Document, Span
from corpus.sentences import Piece, masked, segments, sentences

Where = Literal["sentence", "behind", "paragraph", "before", "first line"]
How = Literal["verbatim", "shortened", "reworded", "misstated", "row", "wrong row", "own"]
WHERE: tuple[Where, ...] = get_args(Where)
HOW: tuple[How, ...] = get_args(How)[:-1]

OWN = tuple((Path(__file__).parent / "data" / "own_sentences.txt").read_text(encoding="utf-8").split("\n")[:-1])
_SYNONYMS = (
    ("不少于", "至少"), ("至少", "不少于"), ("达到", "达"), ("加强", "强化"), ("强化", "加强"), ("推进", "推动"), ("完善", "健全"),
    ("健全", "完善"), ("提高", "提升"), ("提升", "提高"), ("建成", "建设完成"), ("开展", "组织开展"), ("鼓励", "支持"), ("各级", "各"),
    ("实现", "做到"), ("落实", "抓好"), ("建立健全", "建立"), ("以及", "和"), ("全面", "全部"),
)  # fmt: skip
_UNFIT = re.compile(r"《|〔|“|”|^[^，,]{0,12}(?:牵头|负责)|[:：]|本(?:方案|规划|通知|意见)|^\W")
_SHORT, _LONG = 14, 90


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a draft: where it stands, and how it came to be."""

    span: Span
    how: How


@dataclass(frozen=True, slots=True)
class Made:
    """One draft."""

    text: str
    where: Where
    document: Document
    said: tuple[Said, ...]


def drafts(library: Library, count: int, seed: int = 1) -> Iterator[Made]:
    """So many drafts, the same for the same seed; every place of the citation as often as any other."""
    dice = random.Random(seed)
    pools = [(d, pool) for d in library.documents if len((pool := Pool(_sentences(d), _rows(d))).sentences) > 20]
    for number in range(count):
        document, pool = dice.choice(pools)
        yield _draft(document, pool, WHERE[number % len(WHERE)], dice)


@dataclass(frozen=True, slots=True)
class Pool:
    """What of a document can be restated: its sentences, and the rows of its tables as (indicator, year, figure)."""

    sentences: list[str]
    rows: list[tuple[str, str, str]]

    def pick(self, how: How, dice: random.Random) -> tuple[How, str]:
        """Something restated in this way, and the way it became: a sentence where the document has no table."""
        if how in ("row", "wrong row"):
            if not self.rows:
                return self.pick("verbatim" if how == "row" else "misstated", dice)
            name, year, value = dice.choice(self.rows)
            changed = None if how == "row" else _misstated(value, dice)
            how, value = ("wrong row", changed) if changed else ("row", value)
            lead = dice.choice(("", f"截至去年底，全县{name}为0.31，"))
            return how, lead + dice.choice((f"{year}年{name}达到{value}", f"{name}{year}年的目标为{value}"))
        if how == "misstated":
            figured = [s for s in self.sentences if _misstated(s, dice)]
            return (how, _misstated(dice.choice(figured), dice) or "") if figured else self.pick("verbatim", dice)
        return how, _restated(dice.choice(self.sentences), how, dice)


def _rows(document: Document) -> list[tuple[str, str, str]]:
    out = []
    for clause in document.walk():
        for reading in readings(clause.table) if clause.table is not None else ():
            name = reading.name.split(" ")[-1]
            unit = re.search("[（(](人|张|个|%|所)[)）]$", name)
            for head, value in reading.pairs:
                year = re.search("20[0-9]{2}", head)
                if year and 2 < len(head) < 12 and re.fullmatch("[0-9.:]+", value) and len(name) > 7:
                    out.append((re.sub("[（(][^（()）]*[)）]$", "", name), year[0], value + (unit[1] if unit else "")))
    return out


def _sentences(document: Document) -> list[str]:
    """Sentences, or the first stretches of long ones, that a draft may restate."""
    out = []
    for clause in document.walk():
        if clause.table is not None or clause.kind in ("front_matter", "closing"):
            continue
        mask = masked(clause.text)
        for piece in sentences(mask):
            words = clause.text[piece.start : piece.end].strip()
            if len(words) > _LONG:
                parts = segments(mask, Piece(piece.start, piece.end), ",;")
                words = clause.text[
                    piece.start : max(p.end for p in parts if p.end - piece.start <= _LONG or p is parts[0])
                ]
            if _SHORT <= len(words) <= _LONG and not _UNFIT.search(words) and len(grams(words)) > 6:
                out.append(_printed(words))
    return out


def _printed(words: str) -> str:
    return (
        re.sub(r"^[一二三四五六七八九十0-9（(]+[)）、.．]\s*", "", words)
        .translate(str.maketrans(",;()", "，；（）"))
        .rstrip("，；。")
    )


def _draft(document: Document, pool: Pool, where: Where, dice: random.Random) -> Made:
    name = f"《{printed_name(document)}》" + (
        f"（{document.number}）" if document.number and dice.random() < 0.5 else ""
    )
    restated = [pool.pick(h, dice) for h in dice.choices(HOW, k=3)]
    own = dice.sample(OWN, 5)
    told: list[tuple[How, str]] = [*restated, *(("own", w) for w in own)]
    dice.shuffle(told)
    text, said = (
        {"first line": f"为贯彻落实{name}，现就有关工作通知如下。\n"}.get(where, "关于有关工作情况的报告\n"),
        [],
    )
    for number, (how, words) in enumerate(told):
        lead = behind = ""
        if how != "own":
            lead = {
                "sentence": f"{name}提出，",
                "paragraph": f"{name}对此已有部署。",
                "before": f"按照{name}要求，我局认真抓好落实。\n",
            }.get(where, "")
            behind = f"（{name}）" if where == "behind" else ""
        elif where in ("sentence", "behind") and dice.random() < 0.3:
            lead = f"按照{name}要求，"
        start = len(text) + len(lead)
        text += f"{lead}{words}{behind}。"
        begin = start + (words.index("0.31，") + 5 if "0.31，" in words else 0)
        said.append(Said(Span(begin, start + len(words)), how))
        text += "\n" if where in ("paragraph", "before") or number % 2 else ""
    return Made(text.rstrip("\n"), where, document, tuple(said))


def _restated(words: str, how: How, dice: random.Random) -> str:
    if how == "shortened":
        parts = words.split("，")
        if len(parts) > 2:
            del parts[dice.randrange(1, len(parts))]
            return "，".join(parts)
        listed = words.split("、")
        if len(listed) > 2:
            del listed[dice.randrange(1, len(listed) - 1)]
            return "、".join(listed)
        return words
    if how == "reworded":
        here = [(a, b) for a, b in _SYNONYMS if a in words]
        for one, other in dice.sample(here, min(2, len(here))):
            words = words.replace(one, other, 1)
    return words


def _misstated(words: str, dice: random.Random) -> str | None:
    """One figure or year changed."""
    firm = [f.start for f in figures(words) if not f.soft] + [start for _, start, _ in years(words)]
    found = (re.compile("[0-9]+").match(words, start) for start in firm)
    spots = [(m.start(), m[0]) for m in found if m]
    if not spots:
        return None
    at, number = dice.choice(spots)
    return words[:at] + str(int(number) + dice.choice((1, 2, 5))) + words[at + len(number) :]
