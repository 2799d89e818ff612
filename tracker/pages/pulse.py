"""What the shell asks for again and again: how many alerts wait, and does the watch still run."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from people.live import live_part


@login_required
def pulse(request: HttpRequest) -> HttpResponse:
    """Both, to be put in their places out of band; 304 while nothing changed."""
    return live_part(request, "shell/pulse.html", {"oob": True})
