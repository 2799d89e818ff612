"""What is told about a promise outside its ladder, and why.

The rungs of ladders begin at 1, and those that are told again at 1000: these lie between.
"""

ABSENCE = 900
RETURNED = 901
DISPUTED = 902
TIME_ASKED = 903

WHY = {
    ABSENCE: "The owner is away from now on, and nobody has accepted it.",
    RETURNED: "The ticket was transferred, and its new owner declined this promise: it is yours now.",
    DISPUTED: "The customer says that it was not kept.",
    TIME_ASKED: "The customer asks for another time.",
}
