"""Time zones: the names that every machine and every browser knows."""

import pytest
from django.core.exceptions import ValidationError

from people.fields import validate_timezone, zone


@pytest.mark.parametrize("name", ["localtime", "Factory", "posixrules", "", "Europe/Atlantis", "\0"])
def test_what_is_no_zone_elsewhere_is_refused(name):
    with pytest.raises(ValidationError, match="is not a time zone"):
        validate_timezone(name)


def test_a_row_that_names_one_from_before_can_still_be_read():
    assert zone("Factory").key == "Factory"
