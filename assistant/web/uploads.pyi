"""Files sent by a reader, under the names that their owner gave them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from assistant.keeping.preview import Upload

class NamedFiles(gr.File):
    """``gr.File`` that gives the names too: Gradio's copies lose brackets such as those of 粤办函〔2022〕245号.docx."""

    def get_block_name(self) -> str:
        """The same front end as Gradio's own."""
        return "file"

    def preprocess(self, payload: Any) -> list[Upload]:  # type: ignore[override]  # the names come along
        """The files of an event; Gradio has checked that their paths are those of uploads."""
        if payload is None:
            return []
        sent = payload if isinstance(payload, list) else getattr(payload, "root", [payload])
        return [Upload(str(file.orig_name or Path(file.path).name), Path(file.path).read_bytes()) for file in sent]
    from typing import Callable, Literal, Sequence, Any, TYPE_CHECKING
    from gradio.blocks import Block
    if TYPE_CHECKING:
        from gradio.components import Timer
        from gradio.components.base import Component
