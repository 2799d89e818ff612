"""How people come in: by e-mail and password, and nobody by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):
    """People are made by an administrator: an agent belongs to a team, a calendar and a chain of command."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """By the proxies that are trusted; one that came past them, with fewer names on its list, is who calls us."""
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            return request.META["REMOTE_ADDR"]
