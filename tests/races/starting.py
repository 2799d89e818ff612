"""Load the product once, for all the processes that are forked from here: no connection is opened."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
