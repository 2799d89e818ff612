"""How often the pages without a log-in answer, counted in the cache as the log-in's limits are.

allauth's own limiter lets every GET pass, and here the tokens are in the address.
"""

import ipaddress
from datetime import UTC, datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def may_ask(name: str, who: str, at: datetime) -> bool:
    """Count one more request of `who`; False once it is more than the setting of that name allows in its seconds."""
    most, seconds = settings.PUBLIC_RATE_LIMITS[name]
    key = f"public:{name}:{who}:{int(at.timestamp()) // seconds}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two
        return True


def free_at(name: str, at: datetime) -> datetime:
    """When the count of `may_ask` begins anew: whoever asked too often may ask from then on."""
    _, seconds = settings.PUBLIC_RATE_LIMITS[name]
    return datetime.fromtimestamp((int(at.timestamp()) // seconds + 1) * seconds, UTC)


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, by the proxies that are trusted; of IPv6 the /64 that one household has."""
    address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
