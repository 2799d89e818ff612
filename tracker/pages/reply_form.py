"""The form of a reply: what was written, how, what it promises and what it keeps."""

from collections.abc import Iterable

from django import forms

from promises.forms import TimeForm
from promises.models import Promise
from promises.showing import Shown
from tickets.models import SavedReply
from tracker.pages.call_form import CALL_CHANNELS

WRITTEN = ("email", "chat", "web", "social")


class ReplyForm(TimeForm):
    """Its fields have ids of their own: other forms may stand on the same page."""

    saved = forms.ModelChoiceField(
        label="Saved reply",
        queryset=SavedReply.objects.none(),
        required=False,
        empty_label="Start from a saved reply",
    )
    body = forms.CharField(
        label="What you wrote", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    channel = forms.ChoiceField(label="How it was sent", choices=CALL_CHANNELS)
    kind = forms.ChoiceField(label="Kind", choices=Promise.Kind.choices, required=False)
    keeps = forms.MultipleChoiceField(
        label="It keeps", required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def __init__(self, *args, saved: Iterable[SavedReply], owed: Iterable[Shown], **kwargs) -> None:
        super().__init__(*args, auto_id="reply_%s", **kwargs)
        self.fields["wording"].label = "It promises, in words"
        self.replies = {str(each.pk): each for each in saved}
        self.fields["saved"].queryset = SavedReply.objects.filter(pk__in=self.replies)
        self.fields["saved"].choices = [("", "Start from a saved reply"), *self._grouped()]
        self.fields["keeps"].choices = [(str(each.id), each.words or each.kind) for each in owed]

    def _grouped(self) -> list:
        own = [(key, each.name) for key, each in self.replies.items() if each.owner_id]
        teams: dict[str, list] = {}
        for key, each in self.replies.items():
            if each.team_id:
                teams.setdefault(each.team.name, []).append((key, each.name))
        return [*([("Your own", own)] if own else []), *teams.items()]


def initial_of(channel: str, language: str) -> dict:
    """What an empty form begins with, on a ticket that came by `channel`."""
    return {"channel": channel if channel in WRITTEN else "email", "kind": "update", "language": language}
