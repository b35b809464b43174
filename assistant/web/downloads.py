"""Files that a reader takes away: written into a folder of the server's own and swept out again.

A press on 导出 makes the file and hands it to a hidden download button, which the page's script then presses: so the
file holds what is shown at that moment, and nothing is made that nobody asked for.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.web.notices import notice
from corpus.errors import PolicyError

_KEPT = 3600.0  # seconds; a download takes seconds
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
Made = tuple[str, bytes]


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="policy-downloads-"))


def offered(name: str, content: bytes) -> str:
    """Write a file under the name that the reader shall see; gives its path. Old ones are swept out."""
    for path in _folder().iterdir():
        if time.time() - path.stat().st_mtime > _KEPT:
            shutil.rmtree(path, ignore_errors=True)
    place = Path(tempfile.mkdtemp(dir=_folder()))
    path = place / (_UNFIT.sub("_", name)[:80] or "文件")
    path.write_bytes(content)
    return str(path)


def exporting(button: gr.Button, make: Callable[..., Made], inputs: Sequence[Any], said: gr.HTML, elem_id: str) -> None:
    """Wire a button: ``make`` gives name and content of the file, a ``PolicyError`` of it is said in ``said``."""
    hidden = gr.DownloadButton("下载", elem_id=elem_id, elem_classes="behind")

    def made(*values: Any) -> tuple[Any, str]:
        try:
            name, content = make(*values)
        except PolicyError as error:
            return gr.update(value=None), notice(str(error))
        return offered(name, content), notice(f"已导出“{name}”，在浏览器的下载里。", "done")

    press = f"() => window.policyDownload('{elem_id}')"
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    button.click(made, list(inputs), [hidden, said], **quiet).then(None, None, None, js=press, **quiet)
