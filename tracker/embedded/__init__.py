"""One process that is web server, worker and schedule at once, for `make run`. Production runs them apart."""
