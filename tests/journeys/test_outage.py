"""Nothing ran for hours: everybody hears what matters once, marked late, and the breach is dated at the deadline."""

from alerts.models import Alert
from promises.models import Breach
from tests.cast import berlin


def test_after_an_outage_of_three_hours_each_hears_the_worst_of_it_once(story):
    promise = story.promise("in 2.5 hours")  # 11:30; nothing runs from 10:00 to 13:00
    story.it_is("2026-03-02 10:00")
    story.nothing_runs_until("2026-03-02 13:00")

    story.it_is("2026-03-02 13:10")

    assert story.heard() == [
        "Mon 13:00 Amira as owner",  # of half-way, an hour and a quarter of an hour before: the last
        "Mon 13:00 Lena as lead",  # of a quarter of an hour before and broken: broken
        "Mon 13:00 Omar as up:3",  # of broken and an hour after: an hour after
    ]
    assert [alert.rung for alert in Alert.objects.order_by("recipient__name")] == [3, 4, 5]
    breach = Breach.objects.get()
    assert (breach.broken_at, breach.noticed_at) == (promise.due_at, berlin("2026-03-02 13:00"))
    assert promise.due_at == berlin("2026-03-02 11:30")


def test_alerts_after_an_outage_say_how_late_they_are(story):
    story.promise("in 2.5 hours")
    story.it_is("2026-03-02 10:00")
    story.nothing_runs_until("2026-03-02 13:00")
    story.work()

    late = {alert.recipient.get_short_name(): alert.late_seconds / 60 for alert in Alert.objects.all()}
    assert late == {"Amira": 105, "Lena": 90, "Omar": 30}
    assert all(alert.overdue for alert in Alert.objects.all())
    mail = story.mails_to(story.cast.amira)[0]
    assert mail.subject.startswith("Broken: Call back for Inês Duarte was due")
    assert "This alert is 105 minutes late." in mail.body


def test_after_an_outage_of_a_week_nobody_hears_of_one_promise_twice(story):
    for _ in range(3):
        story.promise("in 4 hours")
    story.nothing_runs_until("2026-03-09 13:00")

    story.it_is("2026-03-09 14:00")

    told = list(Alert.objects.values_list("deadline", "recipient"))
    assert len(told) == len(set(told)) == 9


def test_what_was_not_due_during_the_outage_goes_on_as_planned(story):
    story.promise("in 4 hours")
    story.nothing_runs_until("2026-03-02 12:30")

    story.it_is("2026-03-02 13:00")

    assert story.heard() == [
        "Mon 12:30 Amira as owner",
        "Mon 12:45 Amira as owner",
        "Mon 12:45 Lena as lead",
        "Mon 13:00 Lena as lead",
        "Mon 13:00 Omar as manager",
    ]
