"""Pages that join several apps."""

from django.urls import path

from tracker.pages import dashboard_lists, past, past_waits
from tracker.pages.absences import absence, absences, take_back
from tracker.pages.bulk import change_picked, undo
from tracker.pages.calls import call, call_preview, customer_matches, customer_tickets
from tracker.pages.dashboard import dashboard
from tracker.pages.dashboard_csv import numbers_csv
from tracker.pages.desk import desk
from tracker.pages.moves import log_contact, set_mood, set_owner, set_state
from tracker.pages.over_time import over_time, over_time_csv
from tracker.pages.pulse import pulse
from tracker.pages.reply import filled_reply, log_reply, reply_preview
from tracker.pages.search import search
from tracker.pages.shift import shift
from tracker.pages.ticket import ticket
from tracker.pages.tickets import tickets
from tracker.pages.transfers import accept_page, decline_page, grant_page, referral, transfer_page
from tracker.pages.views import remove_view, save_view
from tracker.pages.wall import wall

urlpatterns = [
    path("", desk, name="desk"),
    path("tickets/", tickets, name="tickets"),
    path("tickets/change/", change_picked, name="change_picked"),
    path("tickets/views/", save_view, name="save_view"),
    path("tickets/views/<int:pk>/remove/", remove_view, name="remove_view"),
    path("undo/", undo, name="undo"),
    path("tickets/<int:number>/", ticket, name="ticket"),
    path("tickets/<int:number>/contacts/", log_contact, name="log_contact"),
    path("tickets/<int:number>/moods/", set_mood, name="set_mood"),
    path("tickets/<int:number>/replies/", log_reply, name="log_reply"),
    path("tickets/<int:number>/replies/preview/", reply_preview, name="reply_preview"),
    path("tickets/<int:number>/replies/<int:pk>/", filled_reply, name="filled_reply"),
    path("tickets/<int:number>/owner/", set_owner, name="set_owner"),
    path("tickets/<int:number>/state/", set_state, name="set_state"),
    path("tickets/<int:number>/transfers/new/", transfer_page, name="transfer"),
    path("tickets/<int:number>/transfers/grant/", grant_page, name="grant_transfer"),
    path("tickets/<int:number>/referral/", referral, name="referral"),
    path("transfers/<int:pk>/accept/", accept_page, name="accept_transfer"),
    path("transfers/<int:pk>/decline/", decline_page, name="decline_transfer"),
    path("calls/new/", call, name="call"),
    path("calls/preview/", call_preview, name="call_preview"),
    path("customers/matches/", customer_matches, name="customer_matches"),
    path("customers/tickets/", customer_tickets, name="customer_tickets"),
    path("absences/", absences, name="absences"),
    path("absences/<int:pk>/", absence, name="absence"),
    path("absences/<int:pk>/take-back/", take_back, name="take_back_absence"),
    path("shift/", shift, name="shift"),
    path("dashboard/", dashboard, name="dashboard"),
    path("dashboard/csv/", numbers_csv, name="dashboard_csv"),
    path("dashboard/promises/", dashboard_lists.promises, name="dashboard_promises"),
    path("dashboard/escalations/", dashboard_lists.escalations, name="dashboard_escalations"),
    path("dashboard/tickets/", dashboard_lists.tickets, name="dashboard_tickets"),
    path("promises/<int:pk>/cover/", dashboard_lists.cover_page, name="cover"),
    path("dashboard/over-time/", over_time, name="over_time"),
    path("dashboard/over-time/csv/", over_time_csv, name="over_time_csv"),
    path("dashboard/over-time/promises/", past.promises, name="past_promises"),
    path("dashboard/over-time/tickets/", past.tickets, name="past_tickets"),
    path("dashboard/over-time/escalations/", past_waits.escalations, name="past_escalations"),
    path("dashboard/over-time/alerts/", past_waits.alerts, name="past_alerts"),
    path("wall/", wall, name="wall"),
    path("pulse/", pulse, name="pulse"),
    path("search/", search, name="search"),
]
