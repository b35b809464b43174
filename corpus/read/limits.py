"""What a file may cost: sizes, counts and seconds, so that a bomb or a 200 MB scan ends in a sentence, not in a hang."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one reading; every one is a setting.

    ``file_bytes``: the file as it lies on disk; ``markup_bytes``: a page or Markdown file. ``unpacked_bytes``, ``members``: all that an archive (docx, xlsx,
    ofd) unpacks to. ``pages``: of a pdf or ofd. ``cells``: of all sheets and tables. ``convert_seconds``: what
    LibreOffice gets for one doc or wps. ``read_seconds``: after which reading a pdf is given up; ``ocr_seconds``:
    the same for pages read off their pictures.
    """

    file_bytes: int = 50 * MEGABYTE
    markup_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 400 * MEGABYTE
    xml_bytes: int = 64 * MEGABYTE
    members: int = 20_000
    pages: int = 3_000
    cells: int = 300_000
    convert_seconds: float = 90.0
    read_seconds: float = 300.0
    ocr_seconds: float = 1800.0


DEFAULT_LIMITS = Limits()
