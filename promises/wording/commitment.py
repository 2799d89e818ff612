"""Where the speaker begins to commit: "It takes 3 days; I'll call you tomorrow at 10"."""

from promises.wording.lexed import Lexed

_STOPS = frozenset(".,;:!?…")


def clause_of_commitment(lexed: Lexed) -> int:
    """The token that begins the first clause with "I'll call you" and the like; 0 where none does.

    What stands before it is about something else. What comes after belongs to it: "if not, then Monday".
    """
    at = next((at for at in range(len(lexed)) if lexed.get("commit", at)), 0)
    while at > 0 and not is_stop(lexed, at - 1):
        at -= 1
    return at


def is_stop(lexed: Lexed, at: int) -> bool:
    """Whether a clause ends at the sign at `at`."""
    # The one in "3.30" ends nothing.
    return lexed.text(at) in _STOPS and not (lexed.glued(at + 1) and lexed.digits(at + 1) is not None)
