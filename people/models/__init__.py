"""People: who works here, in which team, when, and who stands in for them."""

from people.models.absence import Absence
from people.models.calendar import Closure, WorkCalendar, WorkHours
from people.models.calendar_feed import CalendarFeed
from people.models.submission import Submission
from people.models.team import Membership, Team
from people.models.token import ApiToken
from people.models.user import User

__all__ = [
    "Absence",
    "ApiToken",
    "CalendarFeed",
    "Closure",
    "Membership",
    "Submission",
    "Team",
    "User",
    "WorkCalendar",
    "WorkHours",
]
