"""Read a prompt file and fill in its $names; a missing or an unknown name is refused, at load or at render.

A file has a task, ``# 任务``, and before it, where the model needs one, a standing instruction, ``# 系统``. A value is data: a ``$`` in it
is a dollar sign, a ``# 任务`` in it starts no part.

    load("answer").render(question="梅州…多少？", evidence="E1 …", form="…")
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent
_PARTS = ("系统", "任务")
_HEAD = re.compile(r"^# (\S+)[ \t]*$", re.M)


class PromptError(Exception):
    """A prompt file or its use is wrong: a fault of the program, not of the user."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt: its two parts as templates, and the names that they hold."""

    name: str
    system: str
    task: str

    @property
    def names(self) -> frozenset[str]:
        """The names that must be given: ``question``, ``evidence``."""
        return frozenset(n for part in (self.system, self.task) for n in Template(part).get_identifiers())

    def render(self, **values: str) -> tuple[str, str]:
        """System and task text, every name filled in; raises ``PromptError`` for a missing or an unknown one."""
        missing, unknown = sorted(self.names - set(values)), sorted(set(values) - self.names)
        if missing or unknown:
            raise PromptError(f"prompt {self.name}: missing {missing}, unknown {unknown}")
        return Template(self.system).substitute(values), Template(self.task).substitute(values)


@cache
def load(name: str, folder: Path = FOLDER) -> Prompt:
    """The prompt of a name; raises ``PromptError`` where the file is missing, lacks a part or has a stray ``$``."""
    path = folder / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PromptError(f"prompt {name}: cannot read {path.name} ({error.strerror})") from error
    heads = list(_HEAD.finditer(text))
    found = tuple(h[1] for h in heads)
    if found not in (_PARTS, _PARTS[1:]):
        raise PromptError(f"prompt {name}: expected the parts {_PARTS}, found {found}")
    ends = (*(h.start() for h in heads[1:]), len(text))
    parts = {h[1]: text[h.end() : end].strip() for h, end in zip(heads, ends, strict=True)}
    if bad := [p for p in parts.values() if not Template(p).is_valid()]:
        raise PromptError(f"prompt {name}: a stray $ in {bad[0][:40]!r}")
    return Prompt(name, parts.get(_PARTS[0], ""), parts[_PARTS[1]])


def names() -> tuple[str, ...]:
    """Every prompt there is, by name."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.md") if p.stem != "README"))
