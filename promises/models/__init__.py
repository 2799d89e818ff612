"""Promises: what a customer was told they can count on, by when, and what became of it."""

from promises.models.breach import Breach
from promises.models.customer_answer import CustomerAnswer
from promises.models.hand_over import HandOver
from promises.models.promise import Promise, next_due
from promises.models.renegotiation import Renegotiation
from promises.models.settlement import Settlement

__all__ = ["Breach", "CustomerAnswer", "HandOver", "Promise", "Renegotiation", "Settlement", "next_due"]
