"""Public question sets: a throw-away index over the set's own passages, and the scores that apply to it."""

from __future__ import annotations

from eval.public.run_public import run_public

__all__ = ["run_public"]
