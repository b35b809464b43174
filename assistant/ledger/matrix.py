"""Who has a part where: a matrix of bodies and clauses for each document, as data and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ledger.rows import ROLES, BodyRow, Role
from assistant.ledger.svg import COLOURS, Canvas, shortened
from corpus.model import Clause, Document

MARKS: dict[Role, str] = {"牵头": "牵", "配合": "配", "负责": "责", "落实": "落"}
FILLS: dict[Role, str] = {"牵头": "#c0392b", "配合": "#d68910", "负责": "#1f618d", "落实": "#4d7c3a"}


@dataclass(frozen=True, slots=True)
class Matrix:
    """The bodies of one document by the clauses that give them a part; ``cells[body][clause]`` are the roles."""

    document: Document
    bodies: tuple[str, ...]
    clauses: tuple[Clause, ...]
    cells: tuple[tuple[tuple[Role, ...], ...], ...]

    def mark(self, body: int, clause: int) -> str:
        """牵, 配, 责, 落 in one cell, one after the other where a body has two roles."""
        return "".join(MARKS[role] for role in self.cells[body][clause])


def matrices(rows: Sequence[BodyRow]) -> tuple[Matrix, ...]:
    """One matrix a document that names bodies, bodies with most parts first."""
    out = []
    for document in {r.document.id: r.document for r in rows}.values():
        mine = [r for r in rows if r.document.id == document.id]
        parts: dict[str, dict[str, list[Role]]] = {}
        for row in mine:
            parts.setdefault(row.duty.body.name, {}).setdefault(str(row.clause.id), []).append(row.duty.role)
        order = {str(c.id): n for n, c in enumerate(document.walk())}
        clauses = sorted({str(r.clause.id): r.clause for r in mine}.values(), key=lambda c: order[str(c.id)])
        bodies = sorted(parts, key=lambda b: -len(parts[b]))
        cells = tuple(
            tuple(tuple(sorted(parts[b].get(str(c.id), []), key=ROLES.index)) for c in clauses) for b in bodies
        )
        out.append(Matrix(document, tuple(bodies), tuple(clauses), cells))
    return tuple(out)


_CELL, _LEFT, _TOP, _GAP = 26, 250, 130, 46


def matrix_svg(found: Sequence[Matrix], title: str) -> str:
    """The matrices one below the other, as one picture that needs nothing else."""
    width = max((_LEFT + _CELL * len(m.clauses) + 60 for m in found), default=0)
    height = 70 + sum(_TOP + _CELL * len(m.bodies) + _GAP for m in found)
    canvas = Canvas(max(width, 720), height, title)
    canvas.text(24, 34, title, size=18, bold=True)
    at = 24.0
    for role in ROLES:
        canvas.box(at, 46, 16, 16, FILLS[role])
        canvas.text(at + 8, 58, MARKS[role], size=11, fill="#fff", anchor="middle")
        canvas.text(at + 22, 59, role, size=12)
        at += 70
    top = 70.0
    for matrix in found:
        _block(canvas, matrix, top)
        top += _TOP + _CELL * len(matrix.bodies) + _GAP
    return canvas.done()


def _block(canvas: Canvas, matrix: Matrix, top: float) -> None:
    canvas.text(24, top + 24, shortened(matrix.document.citation, canvas.width - 60, 14), size=14, bold=True)
    low = top + _TOP
    right = _LEFT + _CELL * len(matrix.clauses)
    for n, clause in enumerate(matrix.clauses):
        x = _LEFT + _CELL * n + _CELL / 2 + 4
        canvas.text(x, low - 6, clause.label, size=12, turn=-60, tip=f"{clause.label} {clause.heading}")
        canvas.line(_LEFT + _CELL * n, low, _LEFT + _CELL * n, low + _CELL * len(matrix.bodies), COLOURS["rule"])
    canvas.line(right, low, right, low + _CELL * len(matrix.bodies), COLOURS["rule"])
    for b, body in enumerate(matrix.bodies):
        y = low + _CELL * b
        canvas.line(24, y, right, y, COLOURS["rule"])
        canvas.text(_LEFT - 8, y + 18, shortened(body, _LEFT - 34, 12), size=12, anchor="end", tip=body)
        for c, clause in enumerate(matrix.clauses):
            roles = matrix.cells[b][c]
            for n, role in enumerate(roles):
                w = (_CELL - 6) / len(roles)
                tip = f"{body} {role}：{clause.label} {clause.heading}"
                at = _LEFT + _CELL * c + 3 + w * n
                canvas.box(at, y + 3, w - 1, _CELL - 6, FILLS[role], tip=tip, data=str(clause.id))
                canvas.text(
                    _LEFT + _CELL * c + 3 + w * (n + 0.5),
                    y + 17,
                    MARKS[role],
                    size=11 if len(roles) == 1 else 8,
                    fill="#fff",
                    anchor="middle",
                )
    canvas.line(24, low + _CELL * len(matrix.bodies), right, low + _CELL * len(matrix.bodies), COLOURS["rule"])
