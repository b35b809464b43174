"""The index on the command line: ``python -m index build``, ``python -m index search "…" -k 10 --json``."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.command_line import ChineseParser, run
from corpus.errors import BadQuestion, IndexUnusable, UnreadableFile

if TYPE_CHECKING:
    from index.bench.figures import Report
    from index.retriever import Hit, Retriever

LONGEST = 2000


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a ``PolicyError`` is one line on stderr and exit code 2."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    return run(lambda: int(options.run(options)))


def _parser() -> argparse.ArgumentParser:
    parser = ChineseParser(prog="python -m index", description="建立和检索政策条款索引。")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    build = commands.add_parser("build", help="建立索引（只重新计算变动的部分）")
    build.add_argument("--documents", type=Path, metavar="DIR", help="政策文件夹，默认是项目自带的文件")
    build.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹，默认 .policy/index")
    build.set_defaults(run=_build)
    search = commands.add_parser("search", help="检索条款")
    search.add_argument("question", nargs="?", metavar="问题", help="例如“梅州每万人口全科医生数”")
    search.add_argument("--batch", metavar="FILE", help="一行一个问题的文件，“-”为标准输入；一行输出一个结果列表")
    search.add_argument("-k", type=_count, metavar="N", help="返回几条，默认 10，最多 200")
    search.add_argument("--json", action="store_true", help="输出 JSON")
    search.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹，默认 .policy/index")
    search.set_defaults(run=_search)
    ablate = commands.add_parser("ablate", help="在带引文标注的问题上测量检索的每一部分带来多少")
    ablate.add_argument(
        "--questions", type=Path, required=True, metavar="FILE", help="问题文件（JSONL，citations 里有 quote）"
    )
    ablate.add_argument("--documents", type=Path, metavar="DIR", help="政策文件夹，默认是项目自带的文件")
    ablate.add_argument("--index", type=Path, metavar="DIR", help="索引文件夹，默认 .policy/index")
    ablate.set_defaults(run=_ablate)
    bench = commands.add_parser("bench", help="测量：各种规模下的建索引、增补、检索，与照教程搭的 LangChain 流水线对照")
    bench.add_argument("--sizes", type=_sizes, metavar="N,N", help="条款数，默认 1000,10000,100000,300000")
    bench.add_argument(
        "--embed", type=_embed, default=10_000, metavar="N|all", help="实算多少段向量，其余由实算的推得，默认 10000"
    )
    bench.add_argument("--plain-most", type=_number, default=10_000, metavar="N", help="对照流水线最多测到多少条")
    bench.add_argument("--queries", type=_number, default=200, metavar="N", help="每种查询问多少个问题，默认 200")
    bench.add_argument("--seed", type=_number, default=20261122, metavar="N", help="语料的随机种子")
    bench.add_argument("--out", type=Path, metavar="DIR", help="把表、数据和图写到这个文件夹")
    bench.set_defaults(run=_bench)
    return parser


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100_000_000:
        raise argparse.ArgumentTypeError("应是 1 到 100000000 的整数")
    return int(text)


def _sizes(text: str) -> list[int]:
    sizes = [_number(part.strip()) for part in text.split(",")]
    if min(sizes) < 100:
        raise argparse.ArgumentTypeError("条款数至少 100")
    return sizes


def _embed(text: str) -> int | None:
    return None if text == "all" else _number(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 200:
        raise argparse.ArgumentTypeError("应是 1 到 200 的整数")
    return int(text)


def _build(options: argparse.Namespace) -> int:
    from corpus.library import DOCUMENTS
    from index.build import build
    from index.progress import Bar
    from index.settings import load_settings
    from index.sources import FolderSource

    index_dir = options.index or load_settings().index_dir
    failed: list[str] = []
    source = FolderSource(options.documents or DOCUMENTS)
    with Bar() as bar:
        manifest = build(
            source, index_dir, bar.show, failed=lambda file, reason: failed.append(f"未收入 {file}：{reason}")
        )
    print("\n".join(failed), file=sys.stderr, end="\n" if failed else "")
    print(f"索引就绪：{manifest.documents} 个文件，{manifest.passages} 段，在 {index_dir / manifest.generation}")
    return 0


def _ablate(options: argparse.Namespace) -> int:
    from corpus.library import Library
    from index.ablate import ablate, read_cases, table

    library = Library.load(options.documents)
    cases, left_out = read_cases(options.questions, library)
    if left_out:
        print(f"{left_out} 个问题没有用：不可答、有上文，或引文不在文件里。", file=sys.stderr)
    print(table(ablate(cases, library, options.index), len(cases)))
    return 0


def _search(options: argparse.Namespace) -> int:
    if (options.question is None) == (options.batch is None):
        raise BadQuestion("请给出一个问题，或用 --batch 给出一行一个问题的文件（二者选一）。")
    if options.question is not None:
        _checked(options.question)
    retriever = _open(options.index)
    if options.batch is None:
        _print_one(retriever, options)
        return 0
    retriever.settle()
    answered = refused = 0
    for line in _lines(options.batch):
        found: list[dict[str, Any]] = []
        try:
            found = [_row(retriever, hit) for hit in retriever.find(_checked(line), options.k)[1]]
            answered += 1
        except BadQuestion as error:
            refused += 1
            print(f"第{answered + refused}行：{error}", file=sys.stderr)
        print(json.dumps(found, ensure_ascii=False), flush=True)
    return 2 if refused and not answered else 0


def _bench(options: argparse.Namespace) -> int:
    from index.bench import report as reports
    from index.bench.run import SIZES, run

    started = time.monotonic()

    def tell(what: str) -> None:
        print(f"[{time.monotonic() - started:6.0f} 秒] {what}", file=sys.stderr, flush=True)

    def finished(report: Report) -> None:
        if options.out:
            reports.write(report, options.out)

    report = run(
        options.sizes or SIZES,
        embed=options.embed,
        plain_most=options.plain_most,
        queries=options.queries,
        seed=options.seed,
        tell=tell,
        finished=finished,
    )
    print(reports.table(report))
    if options.out:
        print(f"表、数据和图在 {options.out}")
    return 0


def _open(index_dir: Path | None) -> Retriever:
    """Open the index, and refuse it where the files that it was built from have changed since."""
    from index.manifest import RECORDS, current
    from index.retriever import Retriever
    from index.settings import load_settings
    from index.sources import has_changed, read_records

    retriever = Retriever.open(index_dir)
    folder = retriever.manifest.documents_folder
    records = read_records(current(index_dir or load_settings().index_dir) / RECORDS) if folder else {}
    if folder and has_changed(Path(folder), records):
        raise IndexUnusable(f"“{folder}”里的政策文件在建索引之后有变动，请运行 python -m index build 重建。")
    return retriever


def _print_one(retriever: Retriever, options: argparse.Namespace) -> None:
    named, hits = retriever.find(options.question, options.k)
    for reading in named.readings:
        print(reading, file=sys.stderr)
    if named.unknown_places:
        print(f"文件库里没有“{'、'.join(named.unknown_places)}”的文件，以下仅供延伸阅读。", file=sys.stderr)
    rows = [_row(retriever, hit) for hit in hits]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for rank, row in enumerate(rows, 1):
        print(f"{rank:2d}. 《{row['title']}》{row['label']}  [{row['why']}] {row['score']:.4f}")
        print(f"    {' '.join(row['passage'].split())[:120]}")


def _row(retriever: Retriever, hit: Hit) -> dict[str, Any]:
    """The contract's form of a hit; ``clause`` has the numbered steps only, empty for 引言 and the like."""
    return {
        "source": hit.passage.source,
        "document": hit.passage.document,
        "title": hit.passage.title,
        "clause": "/".join(hit.clause.path.numbered),
        "id": str(hit.clause),
        "label": hit.clause.path.label,
        "headings": list(hit.passage.headings),
        "text": retriever.clause_text(hit.clause),
        "passage": hit.passage.text,
        "score": round(hit.score, 6),
        "found_by": list(hit.found_by),
        "why": hit.why,
        "rests_on": [
            {
                "id": str(rest.clause),
                "label": rest.clause.path.label,
                "why": rest.why,
                "text": retriever.rest_text(rest),
            }
            for rest in hit.rests_on
        ],
    }


def _checked(question: str) -> str:
    if not question.strip():
        raise BadQuestion("问题是空的，请输入要查的内容。")
    if len(question) > LONGEST:
        raise BadQuestion(f"问题太长（{len(question)} 个字，最多 {LONGEST} 个字），请缩短后重试。")
    return question


def _lines(name: str) -> Iterator[str]:
    if name == "-":
        yield from (line.rstrip("\n") for line in sys.stdin)
        return
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UnreadableFile(f"找不到文件“{name}”，请检查路径后重试。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"文件“{name}”读不出来，请存成 UTF-8 文本后重试。") from error
    yield from text.splitlines()


if __name__ == "__main__":
    sys.exit(main())
