from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from index.embedding import SentenceEncoder, bf16_gains
from index.query_encoder import QuickEncoder, query_encoder
from index.resident_encoder import ResidentBert
from index.settings import IndexSettings, load_settings

MODEL = load_settings().model_dir
TEXTS = [
    "梅州到2025年每万人口全科医生数要达到多少?",
    "",
    "🙂",
    "DRG/DIP payment",
    "床人比1:1.54，１０万人口",
    "医" * 2000,  # longer than the model's 512 pieces
]


@pytest.fixture(scope="module")
def pair() -> tuple[QuickEncoder, SentenceEncoder]:
    whole = SentenceEncoder(MODEL, "float32")
    return QuickEncoder(whole), whole


@pytest.mark.parametrize("text", TEXTS)
def test_the_quick_encoder_equals_sentence_transformers(pair: tuple[QuickEncoder, SentenceEncoder], text: str) -> None:
    quick, whole = (encoder.encode_query(text) for encoder in pair)
    assert quick.dtype == np.float32
    np.testing.assert_allclose(quick, whole, atol=2e-6)


def test_questions_and_passages_get_their_own_prompt(pair: tuple[QuickEncoder, SentenceEncoder]) -> None:
    text = "每万人口全科医生数"
    assert float(pair[0].encode_query(text) @ pair[0].encode_document([text])[0]) < 0.999
    np.testing.assert_allclose(pair[0].encode_document([text]), pair[1].encode_document([text]))
    assert pair[0].dimension == pair[1].dimension == 384
    assert pair[1].encode_document([]).shape == (0, 384)


def test_a_remembered_vector_is_the_caller_s_own(pair: tuple[QuickEncoder, SentenceEncoder]) -> None:
    first = pair[0].encode_query("梅州")
    first[:] = 0
    assert pair[0].encode_query("梅州").any()


def test_another_kind_of_model_goes_to_the_library(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "m", ignore=shutil.ignore_patterns("*.safetensors"))
    (tmp_path / "m" / "model.safetensors").write_bytes(b"broken")
    settings = IndexSettings(model_dir=tmp_path / "m")
    quick = query_encoder(settings)
    assert isinstance(quick, QuickEncoder)
    with pytest.raises(ModelUnavailable, match="index/model"):
        quick.encode_query("梅州")
    pooling = tmp_path / "m" / "1_Pooling" / "config.json"
    pooling.write_text(pooling.read_text().replace('"mean"', '"cls"'))
    assert isinstance(query_encoder(settings), SentenceEncoder)


@pytest.mark.parametrize("text", TEXTS)
def test_a_process_that_stays_means_the_same(pair: tuple[QuickEncoder, SentenceEncoder], text: str) -> None:
    vector = ResidentBert(MODEL, json.loads((MODEL / "config.json").read_text())).encode(pair[0].pieces(text))
    assert vector.dtype == np.float32
    assert float(vector @ pair[0].encode_query(text)) > 0.999


def test_settling_changes_the_way_and_not_the_meaning() -> None:
    quick = QuickEncoder(SentenceEncoder(MODEL, "float32"))
    before = quick.encode_query("梅州的床位")
    quick.settle()
    after = quick.encode_query("梅州的床位")
    assert float(before @ after) > 0.999
    assert np.array_equal(before, after) is not bf16_gains()


def test_a_few_sentences_equal_what_the_library_embeds(pair: tuple[QuickEncoder, SentenceEncoder]) -> None:
    sentences = ["到2025年,每万人口全科医生数达到4人。", "化解医疗纠纷的长效机制"]
    np.testing.assert_allclose(pair[0].encode_sentences(sentences), pair[1].encode_document(sentences), atol=2e-6)
