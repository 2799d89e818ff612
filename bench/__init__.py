"""The bench of the sweep and the outbox, on real PostgreSQL: `make bench`. Results: bench/RESULTS.md."""
