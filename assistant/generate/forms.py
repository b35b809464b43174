"""The two forms in which a model returns claims, read as they arrive: JSON by a schema, or one line a claim.

``E1,E3|某项工作由市医保局牵头。`` Small models often fail at JSON; where the endpoint can hold them to a schema they don't.
A reader gives each claim the moment it is complete, so that it can be checked and shown while the next one is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_LINE = re.compile(r"^[\s>*\-]*[\[（(【]?\s*([EC]\d+(?:\s*[,，、/ ]\s*[EC]?\d+)*)\s*[\]）)】]?\s*[|｜:：]\s*(\S.*)$")
_NONE = re.compile(r"^[\s“\"]*(?:无|没有|none)[。.”\"\s]*$", re.I)
LONGEST = 400
MOST = 20


class _JsonClaim(BaseModel):
    model_config = ConfigDict(extra="forbid")
    evidence: list[str] = Field(max_length=12)
    text: str


class _JsonClaims(BaseModel):
    model_config = ConfigDict(extra="forbid")
    claims: list[_JsonClaim]


def schema() -> dict[str, Any]:
    """The JSON schema of a model's answer, every field required as strict endpoints want it."""
    return _JsonClaims.model_json_schema()


@dataclass(frozen=True, slots=True)
class ModelClaim:
    """One claim as the model wrote it: the evidence it names and its sentence."""

    evidence: tuple[str, ...]
    text: str


class Reader(Protocol):
    """Reads claims from a growing text; ``nothing`` is set where the model says that the evidence doesn't answer."""

    nothing: bool

    def feed(self, text: str) -> Iterator[ModelClaim]:
        """The claims that this piece completes."""
        ...

    def close(self) -> Iterator[ModelClaim]:
        """The claim that the end completes."""
        ...


class Lines:
    """Reads the line form; a line of another form is passed over."""

    def __init__(self) -> None:
        self.nothing = False
        self._rest = ""

    def feed(self, text: str) -> Iterator[ModelClaim]:
        """The claims of the lines that this piece ends."""
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            yield from self._read(line)

    def close(self) -> Iterator[ModelClaim]:
        """The claim of the last line."""
        line, self._rest = self._rest, ""
        yield from self._read(line)

    def _read(self, line: str) -> Iterator[ModelClaim]:
        if _NONE.match(line):
            self.nothing = True
        elif match := _LINE.match(line):
            ids = tuple(dict.fromkeys(_whole(i, match[1][0]) for i in re.findall(r"[EC]?\d+", match[1])))
            yield ModelClaim(ids, match[2].strip())


def _whole(printed: str, letter: str) -> str:
    return printed if printed[0] in "EC" else letter + printed


class Objects:
    """Reads the JSON form: each object of ``claims`` as soon as its brace closes."""

    def __init__(self) -> None:
        self.nothing = False
        self._text = ""
        self._at = -1
        self._decoder = json.JSONDecoder()

    def feed(self, text: str) -> Iterator[ModelClaim]:
        """The claims whose braces this piece closes."""
        self._text += text
        if self._at < 0:
            found = re.search(r'"claims"\s*:\s*\[', self._text)
            if found is None:
                return
            self._at = found.end()
        while (brace := self._text.find("{", self._at)) >= 0:
            try:
                read, self._at = self._decoder.raw_decode(self._text, brace)
            except ValueError:
                return
            try:
                claim = _JsonClaim.model_validate(read)
            except ValidationError:
                continue
            yield ModelClaim(tuple(dict.fromkeys(e.strip() for e in claim.evidence)), claim.text.strip())

    def close(self) -> Iterator[ModelClaim]:
        """Nothing more comes of a JSON that is cut off; an empty list says that the evidence doesn't answer."""
        self.nothing = bool(re.search(r'"claims"\s*:\s*\[\s*\]', self._text))
        yield from ()


_DECORATION = re.compile(
    r"\*\*|__|`|\[(?:[EC]?\d+)(?:[,，、][EC]?\d+)*\]|[（(](?:证据|见|依据)?[EC]\d+(?:[,，、][EC]\d+)*[)）]"
)


def sentence(claim: ModelClaim) -> str:
    """The claim's text as a sentence of an answer: no marks of its own, no control characters, a full stop at its end."""
    text = _DECORATION.sub("", claim.text)
    text = re.sub(r"\s+", " ", "".join(c for c in text if c.isprintable() or c.isspace())).strip(" |｜")
    text = re.sub(r"^(?:根据|依据)?证据[EC]?\d*[，,：:]?", "", text)
    if not text or len(text) > LONGEST:
        return ""
    text = text.rstrip(",，;；:： ")
    return text if re.search(r"[。！？!?][”’)）]?$", text) else text + "。"
