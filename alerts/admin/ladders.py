"""Ladders: a ladder in use is never edited. Saving one gives its team a new ladder, and retires the one before."""

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from alerts.admin.rungs import RungForm, RungsOfALadder, in_order
from alerts.models import Ladder, Rung
from alerts.models.ladder import DEFAULT_RUNGS
from people.administration import SetUp, SetUpInline

REPLACES = "It takes the place of the ladder that its team has now. Running deadlines keep theirs."
EDITS = (
    "Saving gives the team a new ladder for what starts from then on. Running deadlines keep this one. "
    "Rungs are put in the order of time."
)
RETIRED = "This ladder is retired: only the deadlines that started with it still go by it."


class RungInline(SetUpInline):
    model = Rung
    form = RungForm
    formset = RungsOfALadder
    fields = ("minutes_before", "percent", "min_life_minutes", "audiences", "channels")
    ordering = ("position",)

    def get_extra(self, request: HttpRequest, obj: Ladder | None = None, **kwargs) -> int:
        return 0 if obj else len(DEFAULT_RUNGS)

    # A retired ladder is history: the deadlines that started with it still go by it.
    def has_add_permission(self, request: HttpRequest, obj: Ladder | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Ladder | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.retired_at)

    def has_delete_permission(self, request: HttpRequest, obj: Ladder | None = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(Ladder)
class LadderAdmin(SetUp):
    list_display = ("team", "created_at", "retired_at", "rungs_in_short", "pause_minutes", "running")
    list_filter = ("team", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("team",)
    ordering = ("team__name", "-created_at")
    inlines = (RungInline,)

    def get_queryset(self, request: HttpRequest):
        running = Count("deadlines", filter=Q(deadlines__settled_at=None))
        return super().get_queryset(request).annotate(running=running).prefetch_related("rungs")

    def get_readonly_fields(self, request: HttpRequest, obj: Ladder | None = None) -> tuple:
        return ("team", "created_at", "retired_at", "running") if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Ladder | None = None) -> list:
        if obj is None:
            return [(None, {"fields": ("team", "pause_minutes"), "description": REPLACES})]
        fields = ("team", "pause_minutes", "created_at", "retired_at", "running")
        return [(None, {"fields": fields, "description": RETIRED if obj.retired_at else EDITS})]

    def get_formset_kwargs(self, request: HttpRequest, obj: Ladder, inline: RungInline, prefix: str) -> dict:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk is None and request.method == "GET":
            kwargs["initial"] = DEFAULT_RUNGS
        return kwargs

    def has_change_permission(self, request: HttpRequest, obj: Ladder | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.retired_at)

    def has_delete_permission(self, request: HttpRequest, obj: Ladder | None = None) -> bool:
        return False

    @admin.display(description="rungs")
    def rungs_in_short(self, ladder: Ladder) -> str:
        return ", ".join(str(rung) for rung in ladder.rungs.all())

    @admin.display(description="running deadlines", ordering="running")
    def running(self, ladder: Ladder) -> int:
        return ladder.running

    def save_model(self, request: HttpRequest, obj: Ladder, form: ModelForm, change: bool) -> None:
        """Nothing: the rungs are needed first."""

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: list, change: bool) -> None:
        """Replace the team's ladder by what was filled in."""
        ladder = form.instance
        made = Ladder.objects.replace(ladder.team, in_order(formsets[0]), pause_minutes=ladder.pause_minutes)
        # From here on the admin logs and reports the new one.
        ladder.pk, ladder.created_at, ladder.retired_at = made.pk, made.created_at, None

    def construct_change_message(
        self, request: HttpRequest, form: ModelForm, formsets: list, add: bool = False
    ):
        return "Made, in place of the team's ladder before."

    def response_add(self, request: HttpRequest, obj: Ladder, *args, **kwargs) -> HttpResponse:
        return self._made(request, obj)

    def response_change(self, request: HttpRequest, obj: Ladder) -> HttpResponse:
        return self._made(request, obj)

    def _made(self, request: HttpRequest, ladder: Ladder) -> HttpResponse:
        messages.success(
            request,
            f"{ladder.team} has a new ladder for what starts from now on. Running deadlines keep theirs.",
        )
        if "_continue" in request.POST:
            return HttpResponseRedirect(reverse("admin:alerts_ladder_change", args=[ladder.pk]))
        return HttpResponseRedirect(reverse("admin:alerts_ladder_changelist"))
