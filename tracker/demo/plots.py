"""What becomes of a promise: each plot is told in steps, and each step says when the next one comes.

A step that would lie ahead of the present is never taken, so that every story ends where the viewer comes in.
"""

from collections.abc import Iterator
from datetime import datetime

from promises.customer.answering import dispute
from promises.handing_over import accept, decline
from tracker.demo.scene import Scene

Steps = Iterator[datetime]

BUSY = "The colleague who knows the details is still with another customer."
PARTS = "The supplier confirms the spare part only the day after."


def kept(scene: Scene) -> Steps:
    """Called back in time, and solved."""
    scene.open()
    promise = scene.promise()
    yield scene.before(promise, 12, 200)
    scene.keep(promise)
    yield scene.later(5, 40)
    scene.move("solved")


def kept_and_closed(scene: Scene) -> Steps:
    """Kept, solved, and closed when the customer was content for two days."""
    yield from kept(scene)
    yield scene.later(900, 1100)
    scene.move("closed", "No further word from the customer.")


def kept_then_waiting(scene: Scene) -> Steps:
    """Kept; now it is the customer who has something to send."""
    scene.open()
    promise = scene.promise()
    yield scene.before(promise, 15, 90)
    scene.keep(promise)
    yield scene.later(1, 5)
    scene.move("pending", "Waiting for the customer's documents.")


def kept_at_the_second_try(scene: Scene) -> Steps:
    """Nobody answered at first. Trying is not keeping."""
    scene.open()
    promise = scene.promise()
    yield scene.before(promise, 70, 90)
    scene.tell("No answer, left a message.", reached=False)
    yield scene.before(promise, 8, 30)
    scene.keep(promise)
    yield scene.later(10, 60)
    scene.move("solved")


def kept_and_disputed(scene: Scene) -> Steps:
    """Settled as kept; the customer says on their page that nobody called. Then somebody really does."""
    scene.open()
    promise = scene.promise()
    yield scene.before(promise, 12, 60)
    scene.keep(promise, "Rang; somebody picked up and said that they would pass it on.")
    yield scene.after(promise, 20, 60)
    dispute(promise, words="Nobody called me. Whom did you speak to?", at=scene.at)
    yield scene.later(30, 60)
    scene.keep(promise)
    yield scene.later(5, 40)
    scene.move("solved")


def kept_late(scene: Scene) -> Steps:
    """Broken, and made good afterwards."""
    scene.open()
    promise = scene.promise()
    yield scene.after(promise, 25, 140)
    scene.keep(promise)
    yield scene.later(30, 120)
    scene.move("solved")


def still_broken(scene: Scene) -> Steps:
    """Nobody called, and the customer asks."""
    scene.open()
    promise = scene.promise()
    yield scene.after(promise, 90, 200)
    scene.hear(scene.case.ending)


def withdrawn(scene: Scene) -> Steps:
    """The customer no longer needs it."""
    scene.open()
    promise = scene.promise()
    yield scene.before(promise, 60, 180)
    scene.withdraw(promise)
    scene.move("solved")


def renegotiated(scene: Scene) -> Steps:
    """A new time before the old one broke; kept then."""
    scene.open()
    promise = scene.promise()
    yield scene.before(promise, 40, 80)
    scene.tell("Called before the time: we agreed on a later one.")
    scene.renegotiate(promise, "next afternoon", PARTS)
    yield scene.before(promise, 20, 100)
    scene.keep(promise)
    yield scene.later(5, 30)
    scene.move("solved")


def renegotiated_twice(scene: Scene) -> Steps:
    """Two slips, both told in time; kept at last."""
    scene.open()
    promise = scene.promise()
    yield scene.before(promise, 30, 60)
    scene.renegotiate(promise, "next morning", BUSY)
    yield scene.before(promise, 30, 60)
    scene.renegotiate(promise, "next afternoon", PARTS)
    yield scene.before(promise, 20, 60)
    scene.keep(promise)
    yield scene.later(60, 120)
    scene.move("solved")


def renegotiated_and_owed(scene: Scene) -> Steps:
    """A new time was agreed a moment ago, and is still to come."""
    scene.open()
    promise = scene.promise()
    yield scene.later(20, 30)
    scene.renegotiate(promise, "two days", PARTS)


def renegotiated_then_broken(scene: Scene) -> Steps:
    """The new time was not kept either."""
    scene.open()
    promise = scene.promise()
    yield scene.before(promise, 25, 50)
    scene.renegotiate(promise, "next morning", BUSY)
    yield scene.after(promise, 150, 200)
    scene.hear(scene.case.ending)


def handed_over(scene: Scene) -> Steps:
    """Offered to Amira, accepted and kept by her."""
    scene.open()
    promise = scene.promise()
    yield scene.later(15, 30)
    offered = scene.offer(promise, "amira", "You know this customer, and I am in a workshop then.")
    yield scene.later(4, 12)
    amira = scene.company.people["amira"]
    accept(offered, by=amira, at=scene.at)
    scene.ticket.assign(amira, by=amira, at=scene.at)
    promise.refresh_from_db()
    yield scene.before(promise, 20, 90)
    scene.keep(promise, by=amira)
    yield scene.later(5, 30)
    scene.move("solved")


def passed_on(scene: Scene) -> Steps:
    """Two hands: the first found that a colleague knows more about it. Who has it promises, and keeps."""
    yield from _through(scene, "claire" if scene.case.owner == "jonas" else "grace")


def passed_on_twice(scene: Scene) -> Steps:
    """Three hands, as many as there may be; the third kept what they said."""
    yield from _through(scene, "jonas", "lena")


def _through(scene: Scene, *people: str) -> Steps:
    scene.open()
    for first in people:
        yield scene.later(6, 25)
        scene.pass_on(first)
    yield scene.later(2, 6)
    promise = scene.promise()
    yield scene.before(promise, 15, 120)
    scene.keep(promise)
    yield scene.later(5, 30)
    scene.move("solved")


def declined(scene: Scene) -> Steps:
    """Offered to Ben, who could not; kept by whoever made it."""
    scene.open()
    promise = scene.promise()
    yield scene.later(5, 10)
    offered = scene.offer(promise, "ben", "Could you take this one? It is near you.")
    yield scene.later(5, 10)
    decline(offered, by=offered.to_owner, reason="I have two callbacks in that hour already.", at=scene.at)
    yield scene.before(promise, 10, 30)
    scene.keep(promise)


def on_offer(scene: Scene) -> Steps:
    """Offered to Amira, who has not answered yet."""
    scene.open()
    promise = scene.promise()
    yield scene.later(10, 20)
    scene.offer(promise, "amira", "I am away next week. Would you call them? All is in the ticket.")


def update_and_resolution(scene: Scene) -> Steps:
    """Two promises: word by the first time, which was kept, and the matter settled by the second."""
    scene.open()
    word = scene.promise(kind="update")
    done = scene.promise("two days", kind="resolution")
    yield scene.before(word, 20, 60)
    scene.keep(word, "Where we are: the cause is known, and what is missing is on its way.")
    yield scene.before(done, 30, 200)
    scene.keep(done)
    yield scene.later(5, 30)
    scene.move("solved")


def reopened(scene: Scene) -> Steps:
    """Solved, and then it was not; a second promise is owed."""
    scene.open()
    promise = scene.promise()
    yield scene.before(promise, 20, 60)
    scene.keep(promise)
    scene.move("solved")
    yield scene.later(600, 900)
    scene.hear("It happened again this morning. I thought this was settled?")
    again = scene.promise("end of day")
    yield scene.before(again, 30, 60)
    scene.keep(again, "Called at once: exchanged for a new one, and apologised.")


def owed(scene: Scene) -> Steps:
    """Promised, and still to come."""
    scene.open()
    scene.promise()
    yield from ()


def nothing_promised(scene: Scene) -> Steps:
    """It is open, and nobody has promised anything."""
    scene.open()
    yield from ()


def unassigned(scene: Scene) -> Steps:
    """Nobody has taken it yet."""
    scene.open(owned=False)
    yield from ()


def waiting(scene: Scene) -> Steps:
    """The customer has something to send."""
    scene.open()
    yield scene.later(10, 40)
    scene.tell(scene.case.ending, channel="email")
    scene.move("pending", "Waiting for the customer.")


def solved_at_once(scene: Scene) -> Steps:
    """Settled while they were on the telephone."""
    scene.open()
    yield scene.later(4, 15)
    scene.tell(scene.case.ending, channel=scene.case.channel)
    scene.move("solved")
    yield scene.later(1000, 1400)
    scene.move("closed", "No further word from the customer.")
