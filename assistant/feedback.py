"""What readers say of an answer, a line each, in the form that ``python -m eval candidates`` reads.

Only a press of the button writes: question, answer, the clauses cited, the verdict, the reason. Nobody's name.
"""

from __future__ import annotations

import json
import logging
import threading
from datetime import datetime
from pathlib import Path
from typing import Literal

from assistant.answer import Answer
from corpus.errors import PolicyError

log = logging.getLogger(__name__)

FEEDBACK = Path(__file__).resolve().parent.parent / ".policy" / "feedback.jsonl"
Verdict = Literal["up", "down"]
_LONGEST = 1000
_lock = threading.Lock()


def keep_feedback(path: Path, answer: Answer, verdict: Verdict, comment: str = "") -> None:
    """Append one verdict; raises ``PolicyError`` where the file can't be written."""
    line = {
        "question": answer.question,
        "answer": answer.text,
        "verdict": verdict,
        "comment": comment.strip()[:_LONGEST],
        "time": datetime.now().astimezone().isoformat(timespec="seconds"),
        "citations": [str(c.clause) for c in answer.citations],
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _lock, path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError as error:
        log.error("feedback was not kept: %s", error)
        raise PolicyError(f"意见没有存下来（{error.strerror}），请告诉管理员检查“{path}”的权限和磁盘空间。") from error
