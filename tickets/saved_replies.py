"""Saved replies on a page: one's own and those of one's teams, to add, change and remove."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from people.answers import gone_to, refuse, show_form
from people.models import Team, User
from people.paging import Page
from tickets.models import SavedReply

HERE = "/replies/"


class SavedReplyForm(forms.Form):
    """A title, the words, and whose it is: that is said once, when it is new."""

    name = forms.CharField(label="Title", max_length=120)
    body = forms.CharField(
        label="Words",
        max_length=20_000,
        help_text="Filled in when it is used: {customer}, {ticket}, {subject}, {agent} and {team}.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    team = forms.ModelChoiceField(
        label="Whose", queryset=Team.objects.none(), required=False, empty_label="Mine alone"
    )

    def __init__(self, *args, reader: User, is_new: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            self.fields["team"].queryset = reader.teams()
        else:
            del self.fields["team"]


@login_required
def saved_replies(request: HttpRequest) -> HttpResponse:
    """All that the reader can use, by title, a page at a time."""
    usable = SavedReply.objects.usable_by(request.user).select_related("team").order_by("name", "pk")
    return render(request, "replies/list.html", {"page": Page.of(usable, request)})


@login_required
def new_reply(request: HttpRequest) -> HttpResponse:
    """Add one."""
    form = SavedReplyForm(request.POST or None, reader=request.user, is_new=True)
    return _answered(request, form, lambda data: SavedReply.add(by=request.user, **data))


@login_required
def change_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Change its title or words."""
    saved = get_object_or_404(SavedReply.objects.usable_by(request.user), pk=pk)
    initial = {"name": saved.name, "body": saved.body}
    form = SavedReplyForm(request.POST or None, reader=request.user, is_new=False, initial=initial)
    return _answered(request, form, lambda data: saved.change(by=request.user, **data), saved)


@login_required
@require_POST
def remove_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """It is gone; what was written with it stays."""
    saved = get_object_or_404(SavedReply.objects.usable_by(request.user), pk=pk)
    saved.remove(by=request.user)
    return gone_to(request, f"“{saved.name}” is removed.", HERE)


def _answered(
    request: HttpRequest, form: SavedReplyForm, act, saved: SavedReply | None = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
            return gone_to(request, f"“{form.cleaned_data['name']}” is saved.", HERE)
        except ValidationError as error:
            refuse(form, error)
        except PermissionDenied as denied:
            form.add_error(None, str(denied))
    context = {"form": form, "saved": saved, "action": request.path}
    return show_form(request, "replies/form.html", context, refused=request.method == "POST")
