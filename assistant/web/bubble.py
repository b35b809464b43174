"""What stands in the chat itself: the question as asked, and the answer with its markers, table and notes."""

from __future__ import annotations

from assistant.answer import Answer, Rows
from assistant.web.cards import card_id, marker_id
from assistant.web.markup import escape, linked, paragraphs


def question_html(question: str) -> str:
    """The user's words exactly as typed, line breaks included."""
    return f'<div class="asked">{escape(question.strip())}</div>'


def pending_html() -> str:
    """Shown while the clauses are searched."""
    return '<div class="pending" role="status">正在查找条款<span class="dots"></span></div>'


def writing_html() -> str:
    """Shown below the sentences that are there, while a model writes on."""
    return '<div class="pending" role="status">继续作答，逐句核对<span class="dots"></span></div>'


def failure_html(message: str) -> str:
    """An error in the answer's place; the question goes back to the input."""
    return f'<div class="answer failed"><p>{escape(message)}</p></div>'


def answer_html(exchange: int, answer: Answer) -> str:
    """One answer: how the question was read, the text with clickable markers, the table, what the reader must know.

    ``[1]`` becomes a link to its card only where the answer has a citation 1.
    """
    link = _Links(exchange, answer)
    out = "".join(f'<p class="understood">{escape(line)}</p>' for line in answer.understood)
    out += paragraphs(_body(answer), link)
    if answer.rows is not None:
        out += rows_html(answer.rows, link)
    if answer.notes:
        items = "".join(f"<li>{linked(note, link)}</li>" for note in answer.notes)
        out += f'<ul class="notes">{items}</ul>'
    if answer.reading and "供阅读" not in answer.text:
        out += '<p class="hint">相近的条款列在“相关条款”中，供阅读，不作依据。</p>'
    return f'<div class="answer {answer.status}">{out}</div>'


def _body(answer: Answer) -> str:
    """The text without the lines that the page shows in a place of their own: how the question was read, and notes.

    ``Answer.text`` holds them all, because a terminal shows nothing else: （按“梅州”理解） and 提示：时限已过。
    """
    elsewhere = {*answer.understood, *answer.notes}
    lines = [line for line in answer.text.splitlines() if _plain(line) not in elsewhere]
    if answer.refusal is not None and answer.refusal.text not in answer.text:
        lines.append(answer.refusal.text)
    return "\n".join(lines)


def _plain(line: str) -> str:
    line = line.strip()
    if line.startswith("（") and line.endswith("）"):
        return line[1:-1]
    return line.removeprefix("提示：")


def rows_html(rows: Rows, link: _Links) -> str:
    """The table behind an answer, in a frame that scrolls sideways on a narrow screen."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in rows.heads)
    body = "".join("<tr>" + "".join(f"<td>{linked(cell, link)}</td>" for cell in row) + "</tr>" for row in rows.rows)
    return f'<div class="rows"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


class _Links:
    """Makes the links of one answer's markers; the first of each number carries the id that its card links back to."""

    def __init__(self, exchange: int, answer: Answer) -> None:
        self._exchange = exchange
        self._titles = {c.marker: f"{c.title} {c.label}".strip() for c in answer.citations}
        self._seen: set[int] = set()

    def __call__(self, marker: int) -> str | None:
        title = self._titles.get(marker)
        if title is None:
            return None
        first = f' id="{marker_id(self._exchange, marker)}"' if marker not in self._seen else ""
        self._seen.add(marker)
        return (
            f'<a class="marker" href="#{card_id(self._exchange, marker)}"{first} title="出处 {marker}：{escape(title)}">'
            f"[{marker}]</a>"
        )
