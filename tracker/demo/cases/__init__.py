"""What customers came with. About sixty cases; the texts are in the language that was spoken."""

from tracker.demo.case import Case
from tracker.demo.cases.berlin import BERLIN
from tracker.demo.cases.french import FRENCH
from tracker.demo.cases.new_york import NEW_YORK
from tracker.demo.cases.night import NIGHT
from tracker.demo.cases.present import PRESENT

CASES: list[Case] = [*BERLIN, *FRENCH, *NEW_YORK, *NIGHT, *PRESENT]
