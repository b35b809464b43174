"""Many users ask the page at once, as browsers do: how soon the first sentence comes, and whether anything fails.

    .venv/bin/python -m tests.load_page http://127.0.0.1:7860 --users 20 --seconds 120

Each user is one thread with a session of its own: it asks through the page's queue, waits for the whole answer, thinks
for a moment, and asks again. Counted are errors, answers, and the time to the first event that holds a sentence. Without
a model the whole answer comes as one event, so that is also the time to the answer.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from dataclasses import dataclass, field

from gradio_client import Client

QUESTIONS = (
    "梅州到2025年每万人口全科医生数要达到多少,谁来负责?",
    "汉中推进医保支付方式改革由谁负责？",
    "广东省紧密型县域医共体的行动方案是哪一年印发的?",
    "蛟河2020年床人比是多少?",
    "广西对家庭医生签约服务有什么要求?",
    "比较梅州、广西、蛟河2025年每万人口全科医生数目标",
    "这些文件对地铁票价有什么规定?",
    "梅州有哪些到2025年的目标",
)
THINKS = 1.0  # seconds between an answer and the next question


@dataclass
class Load:
    """What came of a run."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, seconds: float) -> None:
        with self._lock:
            self.times.append(seconds)

    def failed(self, why: str) -> None:
        with self._lock:
            self.errors.append(why)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else float("inf")

    @property
    def told(self) -> str:
        middle = statistics.median(self.times) if self.times else float("inf")
        return (
            f"{len(self.times)} answers, {len(self.errors)} errors, first sentence p50 {middle:.2f} s, "
            f"p95 {self.percentile(0.95):.2f} s, slowest {max(self.times, default=float('inf')):.2f} s"
        )


def load(url: str, users: int, seconds: float, questions: tuple[str, ...] = QUESTIONS, thinks: float = THINKS) -> Load:
    """Let so many users ask for so long; those begin one after the other within the first second."""
    found, until = Load(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=_user, args=(url, number, users, until, questions, thinks, found))
        for number in range(users)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 120)
    return found


def _user(
    url: str, number: int, users: int, until: float, questions: tuple[str, ...], thinks: float, found: Load
) -> None:
    try:
        client = Client(url, verbose=False, httpx_kwargs={"timeout": 60})
    except Exception as error:  # noqa: BLE001  (whatever keeps a user out is counted)
        found.failed(f"connect: {error}")
        return
    time.sleep(number / users)
    asked = number
    while time.monotonic() < until:
        started = time.perf_counter()
        try:
            job = client.submit(questions[asked % len(questions)], [], api_name="/ask")
            answer = job.result(timeout=60)
            if "error" in answer or not answer.get("answer"):
                found.failed(str(answer)[:200])
            else:
                found.answered(time.perf_counter() - started)
        except Exception as error:  # noqa: BLE001
            found.failed(f"{type(error).__name__}: {error}"[:200])
        asked += 1
        time.sleep(thinks)
    client.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120)
    chosen = parser.parse_args()
    result = load(chosen.url, chosen.users, chosen.seconds)
    print(result.told)
    for error in sorted(set(result.errors))[:10]:
        print("  ", error)
