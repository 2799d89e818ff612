"""Icons from the lucide package, as inline SVG that a screen reader passes over: the word beside them speaks."""

from functools import lru_cache

import lucide
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The icon of that name on lucide.dev, sized and coloured by the stylesheet."""
    return _drawn(str(name))


@lru_cache(maxsize=256)
def _drawn(name: str) -> SafeString:
    # The package parses XML at each call; a list of fifty rows would pay for that hundreds of times.
    svg = lucide._render_icon(name, None, **{"class": "icon", "aria-hidden": "true", "focusable": "false"})
    return mark_safe(svg)  # noqa: S308 - drawn by the package from its own files
