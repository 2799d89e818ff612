"""Who calls the API: the holder of the bearer token in the Authorization header (RFC 6750)."""

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from people.models import ApiToken, User


class BearerTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer kept_…`. Any other scheme is left to whoever comes next."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, text = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            token = ApiToken.holder(text.strip().decode("ascii"), timezone.now())
        except UnicodeDecodeError:
            token = None
        if token is None:
            # One answer for all of these: which of them it is would help only who should not be here.
            raise AuthenticationFailed(
                "This token is unknown, was revoked, or belongs to somebody who has left."
            )
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Kept"'
