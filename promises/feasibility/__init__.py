"""Can the owner really keep it? What speaks against a promise, and the nearest time that can be kept."""

from promises.feasibility.checking import check
from promises.feasibility.warning import FeasibilityWarning

__all__ = ["FeasibilityWarning", "check"]
