"""The chain of command, and what climbs it."""

from escalations.models.consult import Consult, ConsultAnswer
from escalations.models.escalation import (
    Cause,
    Escalation,
    EscalationCause,
    Resolution,
    Step,
    StepAcknowledgement,
    TransferRefusal,
)
from escalations.models.position import Position
from escalations.models.rule import EscalationRule, EscalationSetting

__all__ = [
    "Cause",
    "Consult",
    "ConsultAnswer",
    "Escalation",
    "EscalationCause",
    "EscalationRule",
    "EscalationSetting",
    "Position",
    "Resolution",
    "Step",
    "StepAcknowledgement",
    "TransferRefusal",
]
