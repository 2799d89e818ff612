"""Clauses that say what will not be done: "I can't call you tomorrow", "ich rufe Sie morgen nicht an"."""

from promises.wording.assemble import Said
from promises.wording.atoms import Lead
from promises.wording.commitment import is_stop
from promises.wording.lexed import Lexed

#: "I can't call before 3" may well mean that it is done after 3.
_MAY_PROMISE = frozenset((Lead.BY, Lead.BEFORE, Lead.AFTER, Lead.SOON_AFTER, Lead.FROM))


def denies(lexed: Lexed, all_said: list[Said]) -> bool:
    """Whether all the times that were said are what somebody will not do.

    Not where it is a condition or a reason ("if I can't reach you tomorrow"), nor where another clause names
    a time, too: what is meant then is for the other rules to say.
    """
    if any({said.day_lead, said.time_lead} & _MAY_PROMISE for said in all_said):
        return False
    pieces = [piece for said in all_said for piece in said.pieces]
    return any(
        all(start <= first and last <= end for first, last in pieces) for start, end in _denied_clauses(lexed)
    )


def denied_words(lexed: Lexed) -> int:
    """How many words of the wording deny: what a language explains of it besides the times."""
    return sum(found[1] - at for at in range(len(lexed)) if (found := lexed.get("denial", at)))


def _denied_clauses(lexed: Lexed):
    for at in range(len(lexed)):
        if not (found := lexed.get("denial", at)):
            continue
        start = at
        while start > 0 and not _ends(lexed, start - 1):
            start -= 1
        before = {kind for word in range(start, at) for kind in lexed.at(word)}
        # "I'll call you tomorrow as I can't today": in German alone the denial follows what it denies.
        if "subordinate" in before or ("commit" in before and not lexed.language.denial_last):
            continue
        end = found[1]
        while end < len(lexed) and not _ends(lexed, end) and not lexed.get("commit", end):
            end += 1
        yield start, end


def _ends(lexed: Lexed, at: int) -> bool:
    return is_stop(lexed, at) or lexed.get("contrast", at) is not None
