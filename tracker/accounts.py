"""How people come in: by e-mail and password, and nobody by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):
    """People are made by an administrator: an agent belongs to a team, a calendar and a chain of command."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
