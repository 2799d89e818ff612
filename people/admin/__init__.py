"""Set-up of people, teams, calendars, absences and API tokens."""

from people.admin.absences import AbsenceAdmin
from people.admin.calendars import WorkCalendarAdmin
from people.admin.people import UserAdmin
from people.admin.teams import TeamAdmin
from people.admin.tokens import ApiTokenAdmin

__all__ = ["AbsenceAdmin", "ApiTokenAdmin", "TeamAdmin", "UserAdmin", "WorkCalendarAdmin"]
