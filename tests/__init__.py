"""Kept's tests: a folder an app, journeys, races, and what operates it all."""
