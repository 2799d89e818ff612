"""Set-up of ladders; deadlines, alerts, deliveries and heartbeats to look at."""

from alerts.admin.ladders import LadderAdmin
from alerts.admin.records import AlertAdmin, DeadlineAdmin, DeliveryAdmin, HeartbeatAdmin

__all__ = ["AlertAdmin", "DeadlineAdmin", "DeliveryAdmin", "HeartbeatAdmin", "LadderAdmin"]
