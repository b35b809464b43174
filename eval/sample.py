"""A fixed sample of labelled questions: every kind in its proportion, the same for the same seed."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

SEED = 20261122


def read_questions(path: Path) -> list[dict[str, Any]]:
    """The labelled questions of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def stratified(questions: list[dict[str, Any]], count: int, seed: int = SEED) -> list[dict[str, Any]]:
    """``count`` questions in which each kind has its share, at least one; any first part of them is mixed as well."""
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for question in questions:
        kinds[question["kind"]].append(question)
    chance = random.Random(seed)
    placed: list[tuple[float, dict[str, Any]]] = []
    for kind in sorted(kinds):
        chance.shuffle(kinds[kind])
        size = len(kinds[kind])
        placed += [((at + chance.random()) / size, question) for at, question in enumerate(kinds[kind])]
    return [question for _, question in sorted(placed, key=lambda p: p[0])][:count]
