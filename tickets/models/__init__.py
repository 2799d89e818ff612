"""Tickets: a customer's matter, what was said about it, and what became of it."""

from tickets.models.channel import Channel
from tickets.models.contact import Contact
from tickets.models.customer import Customer
from tickets.models.event import Event
from tickets.models.saved_reply import SavedReply
from tickets.models.saved_view import SavedView
from tickets.models.state import TicketState
from tickets.models.ticket import Priority, State, Ticket, Topic
from tickets.models.transfer import CapReached, Transfer, TransferCap, TransferGrant

__all__ = [
    "CapReached",
    "Channel",
    "Contact",
    "Customer",
    "Event",
    "Priority",
    "SavedReply",
    "SavedView",
    "State",
    "Ticket",
    "TicketState",
    "Topic",
    "Transfer",
    "TransferCap",
    "TransferGrant",
]
