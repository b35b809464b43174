from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

import index.bench.run as running
from corpus.errors import PolicyError
from index.__main__ import main
from index.bench.corpus import BenchCorpus
from index.bench.encoder import DerivedEncoder
from index.bench.figures import BuildFigures, Job, QueryFigures, Report, SizeFigures
from index.bench.measure import Models, build_figures, query_figures
from index.bench.plot import Line, plot
from index.bench.report import ROWS, table, write
from index.passages import passages_of
from tests.builders_index import CountingEncoder

CLAUSES, SEED = 200, 7


class Counted(Embeddings):
    """The tests' encoder in LangChain's clothes."""

    def __init__(self) -> None:
        self.encoder = CountingEncoder()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [vector.tolist() for vector in self.encoder.encode_document(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(x) for x in self.encoder.encode_query(text)]


def in_this_process(job: Job) -> BuildFigures | QueryFigures:
    models = Models(CountingEncoder(), CountingEncoder(), Counted())
    job = job.model_copy(update={"cold": False})
    return build_figures(job, models) if job.kind == "build" else query_figures(job, models)


@pytest.fixture(scope="module")
def report() -> Report:
    told: list[str] = []
    after_each: list[int] = []
    report = running.run(
        [2 * CLAUSES, CLAUSES],
        embed=150,
        plain_most=CLAUSES,
        queries=5,
        seed=SEED,
        tell=told.append,
        finished=lambda so_far: after_each.append(len(so_far.sizes)),
        child=in_this_process,
    )
    assert after_each == [1, 2]
    assert len(told) == 6
    return report


def test_a_corpus_follows_from_its_seed_and_is_about_as_large_as_asked() -> None:
    corpus, again, other = BenchCorpus(1_000, SEED), BenchCorpus(1_000, SEED), BenchCorpus(1_000, SEED + 1)
    documents = list(corpus.read(corpus.documents))
    assert documents == list(again.read(again.documents))
    assert documents[3] != other.document(3)
    assert len({d.id for d in documents}) == len(documents) == 20
    clauses = sum(1 for d in documents for _ in d.walk())
    assert 900 <= clauses <= 1_100
    assert all(d.region and d.region in d.title and "政办发" in (d.number or "") for d in documents)


def test_clauses_stand_where_they_say_and_ids_are_unique() -> None:
    for document in BenchCorpus(500, SEED).read(10):
        clauses = list(document.walk())
        assert all(c.span.of(document.text) == c.text for c in clauses)
        assert "\n".join(c.text for c in clauses) == document.text
        assert len({c.id for c in clauses}) == len(clauses)
        assert all(p.span.of(document.text) == p.text for p in passages_of(document))


def test_near_duplicates_are_the_rule() -> None:
    corpus = BenchCorpus(5_000, SEED)
    texts = [p.search_text for d in corpus.read(corpus.documents) for p in passages_of(d)]
    templates = [corpus.template_of(text) for text in texts]
    assert len(set(texts)) > 0.95 * len(texts)
    assert len(set(templates)) < 0.35 * len(templates)


def test_other_places_years_and_figures_replace_the_real_ones() -> None:
    corpus = BenchCorpus(2_500, SEED)
    joined = "".join(d.text for d in corpus.read(corpus.documents))
    assert not [name for name in ("梅州", "蛟河", "汉中市") if name in joined]
    values = {part.split("人")[0] for part in joined.split("每万人口拥有全科医生数达到")[1:]}
    assert len(values) > 1


def test_planted_clauses_are_at_their_places_and_nowhere_else() -> None:
    corpus = BenchCorpus(1_000, SEED)
    planted = corpus.planted()
    texts = {d.id: d.text for d in corpus.read(corpus.documents)}
    assert len(planted) == 20
    for one in planted:
        assert [id_ for id_, text in texts.items() if one.text in text] == [one.document]
        assert one.named.startswith(one.place)


def test_a_corpus_streams() -> None:
    started = time.monotonic()
    assert len(list(islice(BenchCorpus(300_000_000, SEED).read(6_000_000), 3))) == 3
    assert time.monotonic() - started < 5


def test_questions_do_not_repeat() -> None:
    corpus = BenchCorpus(1_000, SEED)
    first, second = corpus.questions(50, "一"), corpus.questions(50, "二")
    assert len(set(first) | set(second)) == 100
    assert first == corpus.questions(50, "一")


def _template(text: str) -> str:
    return text.rpartition("第")[0]


def test_beyond_the_first_few_vectors_are_derived_and_lie_as_near_as_real_variants() -> None:
    real = CountingEncoder()
    encoder = DerivedEncoder(real, _template, lambda text: "埋设" in text, most=4)
    clause = "扩大全科医生队伍，落实签约服务，完善分级诊疗制度，第"
    early = encoder.encode_document([f"{clause}{i}号" for i in range(4)])
    late = encoder.encode_document([f"{clause}{i}号" for i in range(4, 40)])
    assert (encoder.shares.real, encoder.shares.derived) == (4, 36)
    assert len(real.encoded) == 4
    np.testing.assert_allclose(np.linalg.norm(late, axis=1), 1, atol=1e-5)
    measured = early[1:] @ early[0]
    assert (late @ early[0]).min() > measured.min() - 0.05
    assert (late @ early[0]).max() < 1 - 1e-6 or measured.max() > 1 - 1e-6
    again = encoder.encode_document([f"{clause}{i}号" for i in range(4, 40)])
    np.testing.assert_array_equal(late, again)


def test_planted_and_unknown_clauses_are_always_embedded_really() -> None:
    real = CountingEncoder()
    encoder = DerivedEncoder(real, _template, lambda text: "埋设" in text, most=2)
    encoder.encode_document(["全科医生第1号", "全科医生第2号"])
    encoder.encode_document(["全科医生埋设第3号", "从未见过的条款第4号", "全科医生第5号"])
    assert real.encoded[2:] == ["全科医生埋设第3号", "从未见过的条款第4号"]
    assert encoder.shares.derived == 1


def test_everything_is_embedded_where_all_is_asked() -> None:
    real = CountingEncoder()
    encoder = DerivedEncoder(real, _template, lambda text: False, most=None)
    texts = [f"全科医生第{i}号" for i in range(30)]
    np.testing.assert_allclose(encoder.encode_document(texts), CountingEncoder().encode_document(texts))
    assert encoder.shares.derived == 0


def test_a_later_size_takes_real_vectors_over(tmp_path: Path) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    one = DerivedEncoder(first, _template, lambda text: False)
    vectors = one.encode_document(["甲第1号", "乙第2号"])
    one.save(tmp_path / "vectors.npz")
    two = DerivedEncoder(second, _template, lambda text: False)
    two.load(tmp_path / "vectors.npz")
    np.testing.assert_array_equal(two.encode_document(["乙第2号", "甲第1号"]), vectors[::-1])
    assert second.encoded == [] and two.shares.taken_over == 2
    two.load(tmp_path / "没有.npz")


def test_both_sides_are_measured_and_find_what_was_planted(report: Report) -> None:
    small, large = report.sizes
    assert small.clauses == CLAUSES and small.plain is not None and large.plain is None
    for figures in (small.ours, small.plain, large.ours):
        built, asked = figures
        assert built.passages > 100 and built.disk_mb > 0 and built.add_warm > 0 and built.peak_mb > 0
        assert set(asked.latency) == {f"{f}/{t}" for f in ("all", "one", "third") for t in (1, 8)}
        assert all(0 < latency.p50 <= latency.p95 and latency.a_second > 0 for latency in asked.latency.values())
    for _, asked in (small.ours, large.ours):
        assert asked.recall["own"] == asked.recall["named"] == asked.recall["narrowed"] == 1.0
    assert small.ours[0].derived + large.ours[0].derived > 0
    assert large.ours[0].taken_over > 100
    assert small.plain[0].derived == 0


def test_the_table_says_which_vectors_are_real(report: Report) -> None:
    printed = table(report)
    assert "400 条 本项目" in printed and "200 条 普通流水线" in printed
    assert "由同一条款的实算向量加实测位移推得" in printed
    assert "普通流水线只测到 200 条" in printed
    rows = [line for line in printed.splitlines() if line.startswith("|")]
    assert len(rows) == len(ROWS) + 2
    assert len({row.count("|") for row in rows}) == 1


def test_the_build_rate_counts_every_passage_at_the_measured_rate(report: Report) -> None:
    built = report.sizes[1].ours[0]
    rate = report.rate("ours")
    assert rate
    assert built.passages / built.passages_a_second(rate) == pytest.approx(built.passages / rate + built.rest)


def test_what_is_written_can_be_read(report: Report, tmp_path: Path) -> None:
    files = write(report, tmp_path / "结果")
    assert Report.model_validate_json((tmp_path / "结果" / "bench.json").read_text(encoding="utf-8")) == report
    pictures = [path for path in files if path.suffix == ".svg"]
    assert len(pictures) >= 9
    for path in pictures:
        text = path.read_text(encoding="utf-8")
        ElementTree.fromstring(text)
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
        assert "本项目" in text


def test_a_folder_that_cannot_be_written_is_told(report: Report, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(PolicyError, match="请检查权限"):
        write(report, tmp_path / "文件")


def test_curves_lie_inside_the_picture() -> None:
    picture = ElementTree.fromstring(plot("甲", "秒", [Line("本项目", ((1_000, 3.0), (300_000, 97.0)))]))
    dots = [element for element in picture.iter() if element.tag.endswith("circle")]
    assert [float(dot.attrib["cx"]) for dot in dots] == sorted(float(dot.attrib["cx"]) for dot in dots)
    assert all(0 < float(dot.attrib["cy"]) < 400 and 0 < float(dot.attrib["cx"]) < 720 for dot in dots)
    assert float(dots[1].attrib["cy"]) < float(dots[0].attrib["cy"])


def test_a_disk_without_room_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"磁盘空间不足.*--sizes"):
        running.check_room(tmp_path, 10**12)


def _folders() -> set[str]:
    return {path.name for path in Path(tempfile.gettempdir()).glob("policy-bench-*")}


@pytest.mark.parametrize("stop", [KeyboardInterrupt, PolicyError("坏了，请重试。")])
def test_nothing_is_left_behind_and_what_was_measured_stays(stop: BaseException | type[BaseException]) -> None:
    before, reports = _folders(), list[int]()

    def child(job: Job) -> BuildFigures | QueryFigures:
        if job.clauses == 150:
            raise stop
        assert _folders() > before
        return in_this_process(job)

    with pytest.raises((KeyboardInterrupt, PolicyError)):
        running.run(
            [100, 150], embed=50, plain_most=1, queries=2, seed=SEED, tell=lambda what: None,
            finished=lambda so_far: reports.append(so_far.sizes[-1].clauses), child=child,
        )  # fmt: skip
    assert reports == [100]
    assert _folders() == before


def test_a_child_that_fails_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_MODEL_DIR", str(tmp_path / "没有模型"))
    job = Job(
        kind="query", side="ours", clauses=100, seed=SEED, folder=tmp_path, embed=1, queries=1, vectors=tmp_path / "v"
    )
    with pytest.raises(PolicyError, match=r"100 条的测量中断.*--sizes") as error:
        running.in_a_process(job)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "arguments", [["--sizes", "99"], ["--sizes", "甲"], ["--embed", "许多"], ["--queries", "0"], ["--plain-most", "-1"]]
)
def test_wrong_arguments_are_one_chinese_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["bench", *arguments])
    assert stop.value.code == 2
    assert "参数有误" in capsys.readouterr().err


def test_the_command_prints_the_table_and_writes_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(running, "in_a_process", in_this_process)
    assert main(["bench", "--sizes", "100", "--embed", "all", "--queries", "2", "--out", str(tmp_path / "出")]) == 0
    out, err = capsys.readouterr()
    assert "| 指标 |" in out and "建索引" in err
    kept = Report.model_validate_json((tmp_path / "出" / "bench.json").read_text(encoding="utf-8"))
    assert isinstance(kept.sizes[0], SizeFigures) and kept.embed is None


def test_help_of_the_bench_is_light() -> None:
    code = (
        "import sys, index.__main__ as m\ntry: m.main(['bench', '--help'])\nexcept SystemExit: pass\n"
        "sys.exit(sum(name in sys.modules for name in ('torch', 'chromadb', 'langchain_core', 'numpy')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "--plain-most" in done.stdout
