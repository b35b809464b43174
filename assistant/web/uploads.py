"""Files sent by a reader, under the names that their owner gave them.

``gr.File`` hands on the paths of Gradio's copies, whose names have lost such brackets as those of 粤办函〔2022〕245号.docx.
So the event is wired with ``preprocess=False`` and gets what the browser sent, after Gradio has checked that each path
is one of its own uploads (a component of our own would make Gradio write a ``.pyi`` beside its module).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.keeping.preview import Upload

Sent = Sequence[Mapping[str, Any]] | None


def uploads_of(sent: Sent) -> list[Upload]:
    """The files of an event with their own names."""
    return [
        Upload(str(file.get("orig_name") or Path(str(file["path"])).name), Path(str(file["path"])).read_bytes())
        for file in sent or ()
    ]
