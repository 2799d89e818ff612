"""How a customer reaches us, and we them."""

from django.db import models


class Channel(models.TextChoices):
    PHONE = "phone", "Phone"
    EMAIL = "email", "E-mail"
    CHAT = "chat", "Chat"
    WEB = "web", "Web"
    SOCIAL = "social", "Social media"
    IN_PERSON = "in_person", "In person"
    API = "api", "API"
