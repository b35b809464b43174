"""What a question is really about: its content words with weights, and how far a text covers them.

「梅州到2025年每万人口全科医生数要达到多少」 is about 每万人口 and 全科医生数; 梅州 and 2025 narrow it, 要达到多少 frames
it. A sentence answers only if it covers the content: the share covered is what refusing is decided on.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import jieba.posseg

from corpus.numerals import from_chinese
from index.synonyms import lay_inside, lay_phrases
from index.words import cut, is_word, normal, segmenter

_CONTENT = re.compile(r"^(?:n|eng|x|j|l|i|vn|b|f|s|an|t|g)")
_CONTENT_ONE = re.compile(r"^(?:n|v|a|j|g|b)")
_NOUN = re.compile(r"^n(?!r)")
_VERB = re.compile(r"^v")
_WORD = re.compile(r"[a-z0-9\u3400-\u9fff]")
_NUMERIC = re.compile(r"[0-9][0-9.,:/]*(?:[%‰万亿]|[-][0-9.]+)?")
_COUNTED = re.compile(r"[两二三四五六七八九十]个([\u4e00-\u9fff]{2})")
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,9}|[^”\"」』，。,]{10,30}(?=[”\"」』]由))[”\"」』]")


_ASKED_THING = re.compile(r"(?:什么|啥|哪种|哪类)([\u4e00-\u9fff])(?=来|去|能|可|要|[,，。？?]|$)")
"""「配什么车」: what is asked for by kind must be spoken of, single character or not."""
_FEW = re.compile(
    r"([两二三四五六七八九])([^个家所张名人项成次天岁支类年月日级时分秒元万亿百千十米里公多倍点条种样大方届批期轮周季度地份回本件位层步线者块\W])"
)
"""四早, 三减: as many words that begin alike."""

_QUOTES = str.maketrans("", "", "“”‘’\"'《》〈〉「」『』")


def plain(text: str) -> str:
    """``normal`` without quotation marks, which a question seldom repeats: “治未病”科 → 治未病科."""
    return normal(text).translate(_QUOTES)


@dataclass(frozen=True, slots=True)
class Term:
    """One content word: as asked, its weight, other words that mean it.

    ``short`` marks a word that no document has: it may be the short form of one (棚改 of 棚户区改造); ``noun`` a thing by
    name, whose absence alone tells (直升机覆盖率 is no 病房覆盖率).
    """

    text: str
    weight: float
    variants: tuple[str, ...] = ()
    short: bool = False
    noun: bool = False


@dataclass(frozen=True)
class Weights:
    """How telling each word is: the fewer clauses hold it, the more."""

    frequency: Mapping[str, int]
    clauses: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> Weights:
        """Count in how many texts each word stands."""
        frequency: dict[str, int] = {}
        count = 0
        for text in texts:
            count += 1
            for word in set(cut(text)):
                frequency[word] = frequency.get(word, 0) + 1
        return cls(frequency, max(count, 1))

    def of_word(self, word: str) -> float:
        """Between about 0.2 (in every clause) and 1 (in at most one)."""
        seen = self.frequency.get(word, 0)
        return max(0.15, math.log((self.clauses + 1) / (max(seen, 1) + 0.5)) / math.log((self.clauses + 1) / 1.5))


@cache
def _lists() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """The frames of two characters and more (cut out anywhere), the single ones (dropped as words), the light words."""
    groups: dict[str, list[str]] = {"frame": [], "light": []}
    name = "frame"
    for line in (Path(__file__).parent / "question_words.txt").read_text(encoding="utf-8").splitlines():
        if line in ("[frame]", "[light]"):
            name = line[1:-1]
        elif line and not line.startswith("#"):
            groups[name] += line.split("|")
    frame = sorted((w for w in groups["frame"] if len(w) > 1), key=len, reverse=True)
    single = frozenset(w for w in groups["frame"] if len(w) == 1)
    return (
        re.compile("|".join(re.escape(normal(w)) for w in frame)),
        single,
        frozenset(normal(w) for w in groups["light"]),
    )


@cache
def _tagger() -> jieba.posseg.POSTokenizer:
    logging.getLogger("jieba").setLevel(logging.WARNING)
    return jieba.posseg.POSTokenizer(segmenter())


def content_terms(question: str, weights: Weights) -> tuple[Term, ...]:
    """The content words of a question from which places, documents and bodies were already blanked out.

    Words in quotation marks count whole: 「“一审两定”和“双通道”」.
    """
    asked = normal(question)
    terms: dict[str, Term] = {}
    for match in _QUOTED.finditer(asked):
        words = plain(match[1])
        terms[words] = Term(words, 1.2, (*_lay(words), *(m[1] for m in _COUNTED.finditer(words))))
    rest = _QUOTED.sub("，", asked)
    kept: list[str] = []
    at = 0
    for phrase in lay_phrases(rest):
        kept.append(rest[at : phrase.start])
        kept.append("，")
        weight = max([weights.of_word(w) for w in cut(phrase.text)] + [0.5])
        terms.setdefault(
            phrase.text, Term(phrase.text, min(1.0, weight) * (1 + 0.1 * len(phrase.text)) / 1.4, phrase.words)
        )
        at = phrase.end
    kept.append(rest[at:])
    _, _, light = _lists()
    for match in _COUNTED.finditer("".join(kept)):
        if match[1] in light:
            continue
        terms.setdefault(match[0], Term(match[0], 0.6, (match[1],)))
    for word, weight, noun in _words("".join(kept), weights):
        if word not in terms:
            inner = lay_inside(word) if weight >= 0.2 else ()
            unseen = 2 <= len(word) <= 4 and word not in weights.frequency and weight >= 0.2
            terms[word] = Term(word, weight, inner, unseen, noun)
    for match in _ASKED_THING.finditer(asked):
        if match[1] in terms and terms[match[1]].weight >= 0.2:
            terms[match[1]] = Term(match[1], 0.8)
    return tuple(terms.values())


def telling(terms: Sequence[Term]) -> float:
    """The weight of the words that say what a question is about; next to nothing for 「2035年的目标怎么写的」."""
    return sum(t.weight for t in terms if t.weight >= 0.2)


def framing_only(text: str) -> bool:
    """Whether a piece of a question has no content of its own (数值分别是多少, 是哪个)."""
    frame, single, light = _lists()
    rest = frame.sub("，", normal(text))
    return not any(w not in single and w not in light and _WORD.search(w) and not w.isdigit() for w in cut(rest))


def _lay(text: str) -> tuple[str, ...]:
    return tuple(w for p in lay_phrases(text) for w in p.words)


def _words(text: str, weights: Weights) -> Iterable[tuple[str, float, bool]]:
    frame, single, light = _lists()
    text = re.sub("(?<=[县市区省镇院局会部])要(?![求点素害闻])", "，", text)
    for piece in re.split(r"[，,。？?！!；;：:、\s“”\"'（）()《》〈〉]+", frame.sub("，", text)):
        for word, flag in _joined(_tagged(piece, weights), single | light):
            if not _WORD.search(word) or word in single:
                continue
            weight = weights.of_word(word)
            if _NUMERIC.fullmatch(word):  # the number of a hotline (“12345”) is a name
                weight = 0.8 * weight if len(word) > 3 and word.isdigit() and word in weights.frequency else 0.0
            elif _FEW.fullmatch(word) and word not in light and not _CONTENT.match(flag):
                weight *= 0.9  # 四早, 三减: a name in short
            elif word in light or flag in ("m", "mq"):
                weight *= 0.06
            elif flag == "eng" and word not in weights.frequency and len(word) < 4:
                weight *= 0.15  # a slip in pinyin (lv for 率), no word of any document
            elif len(word) == 1 and not _CONTENT.match(flag):
                weight *= 0.1
            elif len(word) == 1:
                weight *= 0.4
            elif _VERB.match(flag) and not flag.startswith("vn"):
                weight *= 0.45 if word in weights.frequency else 0.25
            elif not _CONTENT.match(flag):
                weight *= 0.2
            if weight > 0:
                yield word, weight, bool(_NOUN.match(flag)) and len(word) > 1


def _tagged(piece: str, weights: Weights) -> list[tuple[str, str]]:
    """The words with their flags; one that jieba only guessed and no document has (费拿 of 签约服务费拿多少) is cut again."""
    out: list[tuple[str, str]] = []
    for found in _tagger().cut(piece):
        if len(found.word) == 1 or is_word(found.word) or found.word in weights.frequency:
            out.append((found.word, found.flag))
        else:
            out += [(f.word, f.flag) for f in _tagger().cut(found.word, HMM=False)]
    return out


def _joined(words: list[tuple[str, str]], grammar: frozenset[str]) -> list[tuple[str, str]]:
    """Single characters that follow each other made one word: 棚|改 → 棚改; the small words of grammar stay alone."""
    out: list[tuple[str, str]] = []
    joins = False
    for word, flag in words:
        alone = (
            len(word) == 1 and "\u4e00" <= word <= "\u9fff" and word not in grammar and bool(_CONTENT_ONE.match(flag))
        )
        if alone and joins and len(out[-1][0]) < 4:
            out[-1] = (out[-1][0] + word, "x")
        else:
            out.append((word, flag))
        joins = alone
    return out


# A Chinese character of a text in ``normal`` form. Patterns that are made for each question are compiled for each, and the
# range of all characters takes a millisecond each time.
_HAN = r"[^\W\da-z_]"


def covered(term: Term, text: str) -> float:
    """How far a text (in ``normal`` form) holds a term: 1 as it stands, less for another word or most of its pieces."""
    if term.text in text:
        return 1.0
    if any(v in text for v in term.variants):
        return 0.97
    if any(_number_of(w, text) for w in (term.text, *term.variants) if w.endswith("数") and len(w) > 2):
        return 0.95
    if len(term.text) == 2 and (few := _FEW.fullmatch(term.text)) and _alike(few[1], few[2], text):
        return 0.95
    if term.short and _shortened(term.text, text):
        return 0.75
    return max(
        (_apart(word, text) or _partly(word, text) for word in (term.text, *term.variants) if len(word) > 2),
        default=0.0,
    )


def _number_of(word: str, text: str) -> bool:
    """Whether a text gives the number that a word names: 床位1859张, or 床位总数, for 床位数."""
    stem = word[:-1]
    return stem in text and re.search(rf"{re.escape(stem)}(?:总数|[约达为共有]{{0,2}}\d)", text) is not None


def _alike(count: str, first: str, text: str) -> bool:
    """Whether a text lists as many words that begin alike: 早发现、早报告、早隔离、早治疗 for 四早."""
    number = from_chinese(count) or 0
    return number > 1 and re.search(rf"(?:{first}{_HAN}{{1,4}}[、,和及]?){{{number}}}", text) is not None


def _apart(word: str, text: str) -> float:
    """0.9 where a word's halves stand in order with a little between them (签约服务覆盖率) or share a list (胸痛、卒中、创伤中心)."""
    if len(word) < 4 or word[:2] not in text or word[-2:] not in text:
        return 0.0
    return 0.9 if _halves(word).search(text) else 0.0


_FILLERS = "(?:服务|管理|工作|医疗|卫生|医疗卫生|人员|常住|达标|建设|设置|的)"
"""What may stand inside the name of a rate without making it another one: 县域内基层就诊率 is no 县域内就诊率."""


@lru_cache(maxsize=4096)
def _halves(word: str) -> re.Pattern[str]:
    between = (
        _FILLERS
        if re.search("[率比数例]$", word)
        else f"(?:{_HAN}{{1,3}}?|(?:{_HAN}{{0,6}}[、,]{_HAN}{{2,10}}?(?:[、,和与及]{_HAN}{{2,10}}?){{0,7}}))"
    )
    return re.compile("|".join(re.escape(word[:at]) + between + re.escape(word[at:]) for at in range(2, len(word) - 1)))


def _shortened(word: str, text: str) -> bool:
    """Whether a word's characters stand in order, close together, its first beginning the longer word."""
    return re.search(f"{_HAN}{{0,3}}?".join(re.escape(c) for c in word), text) is not None


def _partly(word: str, text: str) -> float:
    """Most of a word's pieces stand in the text, its end among them: 县域内就诊率 in 县域内基层就诊率, no 签约率 in 签约服务."""
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    share = sum(p in text for p in pairs) / len(pairs)
    if share < 0.5:
        return 0.0
    return (0.8 if pairs[-1] in text else 0.3) * share


def coverage(terms: Sequence[Term], *texts: tuple[str, float]) -> float:
    """The weighted share of the terms that the texts hold; each text comes with how much it counts.

    A heading that names the topic counts nearly as much as the sentence below it.
    """
    total = sum(t.weight for t in terms)
    if not total:
        return 0.0
    return sum(t.weight * max(covered(t, text) * factor for text, factor in texts) for t in terms) / total
