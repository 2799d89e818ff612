import pytest
import time_machine

from tests.cast import Cast
from tests.journeys.escalating import EscalationStory
from tests.journeys.story import Story


@pytest.fixture
def story(cast: Cast):
    """Monday 2 March 2026, 09:00 in Berlin: work starts, and the clock stands still until the story moves it."""
    with time_machine.travel(0, tick=False) as traveller:
        yield Story(cast, traveller)


@pytest.fixture
def escalations(cast: Cast):
    """The same, with the rules that escalate tickets."""
    with time_machine.travel(0, tick=False) as traveller:
        yield EscalationStory(cast, traveller)
