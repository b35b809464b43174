"""Tunes the embedding model on lay questions: questions.txt, against the passages of statutes and policies.

Only the two top layers move, and only questions pull at them: a step scores a batch of questions against every passage,
whose vectors stay where the start model put them, and holds a few passages to their old place. What the frozen layers
say of each text is computed once, so that 110 steps take minutes of one core. RECIPE.md has the whole command line.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from corpus.library import Library
from index.passages import Passage, passages_of

QUESTIONS = Path(__file__).parent / "questions.txt"
_TOP = 2  # layers that move
_STATUTE = "中华人民共和国"
_log = logging.getLogger(__name__)
Tensor = torch.Tensor


@dataclass(frozen=True, slots=True)
class Question:
    """A question in lay words and the passages of the article or clause that answers it."""

    text: str
    passages: tuple[str, ...]


def read_questions(path: Path = QUESTIONS) -> list[tuple[str, str, str]]:
    """(document, where, question): 「# 医师法」 opens a document, 「第二条|到底什么样的人才算医生」 asks for its article."""
    rows: list[tuple[str, str, str]] = []
    document = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            document = line[2:]
        elif line and not line.startswith("##"):
            where, *asked = line.split("|")
            rows += [(document, where, text) for text in asked]
    return rows


def write_statutes(laws: Path, names: Sequence[str], folder: Path) -> None:
    """Write statutes out of a table articles(law_name, chapter, article_no, article_text) as files for the parser."""
    with sqlite3.connect(laws) as table:
        for name in names:
            lines, chapter = [_STATUTE + name], None
            wanted = "SELECT chapter, article_no, article_text FROM articles WHERE law_name = ? AND article_no LIKE '第%条%' ORDER BY id"
            for above, number, text in table.execute(wanted, (_STATUTE + name,)):
                if above and above != chapter:
                    chapter = above
                    lines.append(above)
                lines.append(f"{number}　{text.strip()}")
            if len(lines) > 1:
                (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def with_passages(rows: Sequence[tuple[str, str, str]], library: Library) -> list[Question]:
    """The questions whose clause was found, each with that clause's passages as the index would hold them."""
    found: dict[tuple[str, str], list[str]] = {}
    for document in library.documents:
        for passage in passages_of(document):
            if len(passage.body) >= 14:
                for place in _places(passage):
                    found.setdefault((Path(document.source).stem, place), []).append(passage.search_text)
    questions = [Question(text, tuple(found.get((name, where), ()))) for name, where, text in rows]
    _log.info("问题 %d 个，找到条款的 %d 个", len(rows), sum(bool(q.passages) for q in questions))
    return [q for q in questions if q.passages]


def _places(passage: Passage) -> set[str]:
    """An article by its number wherever it stands; any other clause by its whole path."""
    return {str(passage.clause.path), *(step for step in passage.clause.path.steps if step.endswith("条"))}


class Model:
    """The sentence-transformers folder with all but the top layers frozen, and what those say of each text, kept."""

    def __init__(self, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer

        self.whole: Any = SentenceTransformer(str(folder), local_files_only=True, device="cpu")
        self.whole.float().eval()
        module: Any = self.whole[0]
        self._bert: Any = module.auto_model if hasattr(module, "auto_model") else module.model
        self.layers: Any = self._bert.encoder.layer[-_TOP:]
        for weight in self.whole.parameters():
            weight.requires_grad = False
        for weight in self.layers.parameters():
            weight.requires_grad = True

    @torch.inference_mode()
    def below(self, texts: Sequence[str], prompt: str, limit: int) -> dict[str, Tensor]:
        """The states right under the top layers, one tensor a text."""
        everything, states = self._bert.encoder.layer, {}
        self._bert.encoder.layer = everything[:-_TOP]
        for at, names in _batches(texts, 32):
            asked = [self.whole.prompts[prompt] + name for name in names]
            pieces = self.whole.tokenizer(
                asked, padding=True, truncation=True, max_length=limit, return_tensors="pt", return_token_type_ids=False
            )
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = self._bert(**pieces).last_hidden_state.to(torch.float16)
            for name, state, mask in zip(names, out, pieces["attention_mask"], strict=True):
                states[name] = state[: int(mask.sum())].clone()
            _log.info("%s %d / %d", prompt, at, len(texts))
        self._bert.encoder.layer = everything
        return states

    def vectors(self, states: Sequence[Tensor]) -> Tensor:
        """Unit vectors from such states: the top layers, the mean over the pieces, length one."""
        longest = max(len(state) for state in states)
        hidden = torch.zeros(len(states), longest, states[0].shape[1])
        mask = torch.zeros(len(states), longest)
        for row, state in enumerate(states):
            hidden[row, : len(state)] = state.float()
            mask[row, : len(state)] = 1
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.layers:
                out = layer(hidden, attention_mask=(1 - mask)[:, None, None, :] * -1e9)
                hidden = out[0] if isinstance(out, tuple) else out
        mean = (hidden.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        unit: Tensor = functional.normalize(mean, dim=1)
        return unit


def _batches(texts: Sequence[str], size: int) -> Iterator[tuple[int, list[str]]]:
    """Texts of like length together."""
    ordered = sorted(texts, key=len)
    for at in range(0, len(ordered), size):
        yield at, ordered[at : at + size]


def train(model: Model, questions: Sequence[Question], options: argparse.Namespace) -> None:
    """Move the top layers; of a clause's passages the one nearest to the question is the right one."""
    texts = sorted({text for question in questions for text in question.passages})
    row = {text: number for number, text in enumerate(texts)}
    passages = model.below(texts, "document", 112)
    asked = model.below(sorted({question.text for question in questions}), "query", 40)
    fixed = torch.zeros(len(texts), 384)
    starts: dict[str, Tensor] = {}
    with torch.inference_mode():
        for _, names in _batches(texts, 64):
            fixed[[row[name] for name in names]] = model.vectors([passages[name] for name in names])
        for _, names in _batches(list(asked), 64):
            starts.update(zip(names, model.vectors([asked[name] for name in names]), strict=True))
    fixed = fixed.clone()
    twins = fixed @ fixed.T > 0.94  # nearly the same words elsewhere: neither right nor wrong
    cases: list[Case] = []
    for question in questions:
        rows = [row[text] for text in question.passages]
        right = max(rows, key=lambda r: float(fixed[r] @ starts[question.text]))
        cases.append((question.text, right, [r for r in rows if r != right]))

    def loss(batch: Sequence[Case], kept: Sequence[int]) -> Tensor:
        score = model.vectors([asked[text] for text, _, _ in batch]) @ fixed.T / options.temperature
        right = torch.tensor([r for _, r, _ in batch])
        aside = twins[right].clone()
        aside[torch.arange(len(batch)), right] = False
        for number, (_, _, others) in enumerate(batch):
            aside[number, others] = True
        moved = 1 - (model.vectors([passages[texts[r]] for r in kept]) * fixed[list(kept)]).sum(1)
        missed: Tensor = functional.cross_entropy(score.masked_fill(aside, -1e4), right)
        held: Tensor = moved.mean() * options.hold
        return missed + held

    _descend(model, cases, len(texts), loss, options)


Case = tuple[str, int, list[int]]  # question, row of the right passage, rows that are no mistake either


def _descend(
    model: Model,
    cases: Sequence[Case],
    passages: int,
    loss: Callable[[Sequence[Case], Sequence[int]], Tensor],
    options: argparse.Namespace,
) -> None:
    dice = random.Random(options.seed)
    steps = options.steps
    optimizer = torch.optim.AdamW(model.layers.parameters(), lr=options.lr, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, (s + 1) / 10) * max(0.1, 1 - s / steps))
    deck: list[Case] = []
    model.whole.train()
    for step in range(steps):
        while len(deck) < options.batch:
            deck += dice.sample(list(cases), len(cases))
        batch, deck = deck[: options.batch], deck[options.batch :]
        value = loss(batch, dice.sample(range(passages), options.anchor))
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]  # theirs
        torch.nn.utils.clip_grad_norm_(model.layers.parameters(), 1.0)
        optimizer.step()
        rate.step()
        if step % 10 == 0:
            _log.info("第 %d 步，损失 %.3f", step, float(value))
    model.whole.eval()


def save(model: Model, start: Path, out: Path, share: float) -> None:
    """Write the mean of the tuned and the start model, float16; ``out`` gets every other file of ``start`` unchanged."""
    from safetensors.torch import load_file, save_file

    with tempfile.TemporaryDirectory() as folder:
        model.whole.half().save(folder)
        tuned = load_file(Path(folder) / "model.safetensors")
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(start.rglob("*")):
        if path.is_file() and path.name != "model.safetensors":
            (out / path.relative_to(start)).parent.mkdir(parents=True, exist_ok=True)
            (out / path.relative_to(start)).write_bytes(path.read_bytes())
    old = load_file(start / "model.safetensors")
    mean = {key: (share * tuned[key].float() + (1 - share) * old[key].float()).half() for key in old}
    save_file(mean, out / "model.safetensors", metadata={"format": "pt"})


def main() -> None:
    """Command line; see RECIPE.md."""
    parser = argparse.ArgumentParser(description="用口语问题微调向量模型；数据和命令见 RECIPE.md")
    parser.add_argument("start", type=Path, help="起点模型的文件夹")
    parser.add_argument("out", type=Path, help="写到哪个文件夹")
    parser.add_argument("--laws", type=Path, required=True, help="法律条文的 SQLite 文件")
    parser.add_argument("--documents", type=Path, help="另加的政策文件所在的文件夹")
    for name, default in (("steps", 110), ("batch", 48), ("anchor", 6), ("seed", 7), ("threads", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    for option, value in (("lr", 8e-5), ("temperature", 0.03), ("hold", 20.0), ("share", 0.5)):
        parser.add_argument(f"--{option}", type=float, default=value)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rows = read_questions()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_statutes(options.laws, sorted({document for document, _, _ in rows}), folder)
        for path in sorted(options.documents.iterdir()) if options.documents else ():
            (folder / path.name).write_bytes(path.read_bytes())
        questions = with_passages(rows, Library.load(folder))
    model = Model(options.start)
    train(model, questions, options)
    save(model, options.start, options.out, options.share)
    _log.info(json.dumps({"questions": len(questions), "out": str(options.out)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
