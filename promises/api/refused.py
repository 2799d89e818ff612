"""A transfer that was refused at the cap, as an answer."""

from people.errors import Conflict


class TransferRefused(Conflict):
    """The refusal and the escalation, as the API shows them. Both are recorded by then."""

    def __init__(self, message: str, *, refusal: dict, escalation: dict) -> None:
        super().__init__({"ticket": message})
        self.refusal, self.escalation = refusal, escalation
