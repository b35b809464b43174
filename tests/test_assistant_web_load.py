"""Twenty users at once for ten seconds: nothing fails and nobody is turned away. The two-minute run is ``tests.load_page``.

How quick it is depends on what else the machine does, so only a bound that a stall would break is asserted here.
"""

from __future__ import annotations

import pytest

from assistant.web.context import Context, Permissions
from tests.builders_web import COMPARE, GUANGXI, MEIZHOU, WEATHER, Scripted, serving
from tests.load_page import load

STALLED = 30.0  # seconds


@pytest.mark.slow
def test_twenty_users_at_once_are_all_answered() -> None:
    answers = Scripted(delay=0.05)
    with serving(Context(answers, Permissions())) as url:
        found = load(url, 20, 10, (MEIZHOU, GUANGXI, COMPARE, WEATHER), thinks=0.5)
    assert found.errors == []
    assert len(found.times) >= 20
    assert found.percentile(0.95) < STALLED
