"""The customer: whom the promise is made to, in whose time zone it is read."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from people.fields import TimeZoneField
from tickets.searching import Document, best_first, every_word, newest, words

TEXT = Document((("name", "A"), ("email", "B"), ("phone", "B")), phone="phone")


def _fits(word: str) -> list:
    return [TEXT.has(word)]


class CustomerQuerySet(models.QuerySet):
    def matching(self, text: str) -> "CustomerQuerySet":
        """Those who hold each word of `text` in name, e-mail address or phone number."""
        return every_word(self, text, _fits)

    def best(self, text: str) -> "CustomerQuerySet":
        """As `matching`, the best of the newest thousand first."""
        return best_first(newest(self, text, _fits), TEXT.rank(words(text)))


class CustomerManager(models.Manager.from_queryset(CustomerQuerySet)):
    def recognise(self, *, name: str = "", email: str = "", phone: str = "", **details) -> "Customer":
        """The customer with this e-mail address, else with this phone number, else a new one.

        What is known is kept: only blanks are filled. ValidationError when nothing tells who it is.
        """
        email, phone = email.strip().lower(), phone.strip()
        known = (self.filter(email__iexact=email).first() if email else None) or (
            self.filter(phone=phone).order_by("id").first() if phone and not email else None
        )
        if known:
            return known._fill_blanks(name=name, phone=phone, **details)
        if not (name.strip() or email or phone):
            raise ValidationError(
                {"customer": "Say who the customer is: a name, an e-mail address or a phone number."}
            )
        customer = Customer(name=name.strip() or email or phone, email=email, phone=phone, **details)
        customer.full_clean(validate_constraints=False)
        try:
            with transaction.atomic():
                customer.save()
        except IntegrityError:
            # Somebody else recorded the same new customer a moment ago: theirs is the one.
            return self.get(email__iexact=email)
        return customer


class Customer(models.Model):
    name = models.CharField(max_length=200)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField(max_length=40, blank=True, db_index=True)
    language = models.CharField(max_length=8, default="en", help_text="Such as en, de, fr.")
    timezone = TimeZoneField("time zone")
    created_at = models.DateTimeField(default=now, editable=False)

    objects = CustomerManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="customer_email_once", condition=~Q(email=""))
        ]

    def __str__(self) -> str:
        return self.name

    def correct(self, *, timezone: str = "", language: str = "") -> None:
        """Take a zone and a language that somebody names as today's; promises made before keep theirs.

        Raises ValidationError naming the field.
        """
        given = {"timezone": timezone, "language": language}
        changed = {name: value for name, value in given.items() if value and value != getattr(self, name)}
        if not changed:
            return
        for name, value in changed.items():
            setattr(self, name, value)
        self.full_clean()
        self.save(update_fields=list(changed))

    def _fill_blanks(self, **details) -> "Customer":
        blank = {field: value for field, value in details.items() if value and not getattr(self, field)}
        for field, value in blank.items():
            setattr(self, field, value)
        if blank:
            self.full_clean()
            self.save(update_fields=list(blank))
        return self
