"""A reason why a promise may break, told before it is made."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FeasibilityWarning:
    """One thing that speaks against a promise. The agent may go ahead; it is recorded.

    - `code`: owner_absent, holiday, outside_team_hours, outside_owner_hours, too_soon, too_many or low_kept_rate.
    - `message`: an English sentence for the agent, with times in the customer's zone.
    - `suggested_at`: the nearest due time that can be kept, aware UTC; None when there is none within 60 days.
    """

    code: str
    message: str
    suggested_at: datetime | None
