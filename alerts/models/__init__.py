"""Deadlines, the ladder of alerts before and after them, and how alerts reach people."""

from alerts.models.alert import Acknowledgement, Alert
from alerts.models.deadline import Deadline
from alerts.models.delivery import Delivery
from alerts.models.heartbeat import Heartbeat
from alerts.models.ladder import Ladder, Rung

__all__ = ["Acknowledgement", "Alert", "Deadline", "Delivery", "Heartbeat", "Ladder", "Rung"]
