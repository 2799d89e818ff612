"""What agents keep at hand: replies that they write often, and views of the tickets list."""

from tickets.models import SavedReply, SavedView
from tracker.demo.company import Company

REPLIES = {
    "support-berlin": {
        "Refund is on its way": "Dear {customer},\n\nyour refund for {ticket} has left us today. Banks take two "
        "to three working days.\n\nKind regards\n{agent}, {team}",
        "Rückruf vereinbart": "Guten Tag {customer},\n\nwie besprochen rufen wir Sie zu {ticket} zurück.\n\n"
        "Freundliche Grüße\n{agent}, {team}",
    },
    "night-desk": {
        "Still working on the outage": "Dear {customer},\n\nwe are still at work on “{subject}”, and write again as "
        "soon as we know more.\n\n{agent}, {team}",
    },
}
VIEWS = {
    "support-berlin": {"Nobody’s yet": "team=support-berlin&owner=nobody"},
    "night-desk": {"Urgent tonight": "team=night-desk&priority=urgent"},
}


def keep_at_hand(company: Company) -> None:
    """Save them, for the teams."""
    lead = company.people["admin"]
    for slug, replies in REPLIES.items():
        for name, body in replies.items():
            SavedReply.add(by=lead, team=company.teams[slug], name=name, body=body)
    for slug, views in VIEWS.items():
        for name, query in views.items():
            SavedView.add(by=lead, team=company.teams[slug], name=name, query=query)
