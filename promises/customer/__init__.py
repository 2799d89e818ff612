"""The customer's page: what was promised to them, without a log-in, and what they answer to it."""
