"""`python manage.py create_token EMAIL --name NAME`: a bearer token of the REST API."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from people.models import ApiToken, User


class Command(BaseCommand):
    help = "Make a bearer token of the REST API. It is printed last, this once: only its digest is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="whose token it is: what is done with it is done by them")
        parser.add_argument("--name", default="API", help="what uses it, such as Zendesk")

    def handle(self, *, email: str, name: str, **options) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"email: nobody here has the e-mail address {email}.")
        if not user.is_active:
            raise CommandError(f"email: {user} has left. Give the token to somebody who works here.")
        longest = ApiToken._meta.get_field("name").max_length
        if not 0 < len(name.strip()) <= longest:
            raise CommandError(f"--name: say in 1 to {longest} characters what uses the token.")
        token, text = ApiToken.issue(user, name.strip())
        self.stdout.write(f"A token for {user} ({user.email}), named “{token.name}”. It is not shown again:")
        self.stdout.write(text)
