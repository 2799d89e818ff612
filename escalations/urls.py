"""The verbs of escalations and consults, a page each."""

from django.urls import path

from escalations import chart_views, rules_views, views

urlpatterns = [
    path("teams/<slug:slug>/rules/", rules_views.rules_page, name="rules"),
    path("chart/", chart_views.chart_page, name="chart"),
    path("chart/positions.csv", chart_views.export, name="export_positions"),
    path("chart/import/", chart_views.import_page, name="import_positions"),
    path("chart/positions/new/", chart_views.add_position, name="add_position"),
    path("chart/positions/<int:pk>/", chart_views.edit_position, name="edit_position"),
    path("chart/positions/<int:pk>/remove/", chart_views.remove_page, name="remove_position"),
    path("tickets/<int:number>/escalations/new/", views.escalate_page, name="escalate"),
    path("tickets/<int:number>/consults/new/", views.consult_page, name="consult"),
    path("escalations/<int:pk>/acknowledge/", views.acknowledge_page, name="acknowledge_escalation"),
    path("escalations/<int:pk>/resolve/", views.resolve_page, name="resolve_escalation"),
    path("consults/<int:pk>/answer/", views.answer_page, name="answer_consult"),
]
