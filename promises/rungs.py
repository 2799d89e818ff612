"""What is told about a promise outside its ladder, and why.

The rungs of ladders begin at 1, and those that are told again at 1000: these lie between.
"""

ABSENCE = 900
RETURNED = 901

WHY = {
    ABSENCE: "The owner is away from now on, and nobody has accepted it.",
    RETURNED: "The ticket was transferred, and its new owner declined this promise: it is yours now.",
}
