"""The page's looks: quiet colours, the reader's own Chinese fonts, light and dark. The rest stands in style.css."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

_FOLDER = Path(__file__).parent
# Names only: nothing is fetched, the first one that the reader's machine has is used.
FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")
MONO = ("Consolas", "Menlo", "DejaVu Sans Mono", "monospace")

INK = gr.themes.Color(
    name="ink",
    c50="#eef4f8",
    c100="#d9e6ef",
    c200="#b5cede",
    c300="#86aec8",
    c400="#5589ac",
    c500="#356d93",
    c600="#1f5679",
    c700="#1a4764",
    c800="#17394f",
    c900="#122c3d",
    c950="#0c1e2a",
)


def theme() -> gr.themes.Base:
    """Gradio's plain theme in our colours; the reader's system decides between light and dark."""
    base = gr.themes.Base(
        primary_hue=INK,
        secondary_hue=INK,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
        font=FONTS,
        font_mono=MONO,
    )
    return base.set(
        body_background_fill="#f6f7f9",
        body_background_fill_dark="#12171d",
        background_fill_primary_dark="#1a2129",
        background_fill_secondary_dark="#212a33",
        block_background_fill="#ffffff",
        block_background_fill_dark="#1a2129",
        block_border_color="#dfe4ea",
        block_border_color_dark="#2c3742",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_500",
        button_primary_text_color="#ffffff",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1a2129",
    )


def head() -> str:
    """What the page's head carries: the scripts behind markers, cards and the copy buttons, one a tab."""
    return "".join(f"<script>{script}</script>" for script in _beside("page.js", "*.js"))


def style() -> str:
    """The style sheets: the page's own, then those that lie beside the tabs' modules (``ledger_tab.css``)."""
    return "\n".join(_beside("style.css", "*.css"))


def _beside(first: str, pattern: str) -> list[str]:
    """The files of the folder that match, ``first`` first, the others by name: a tab adds its own by putting it there."""
    files = sorted(_FOLDER.glob(pattern), key=lambda path: (path.name != first, path.name))
    return [path.read_text("utf-8") for path in files]
