"""Imported by the server whose forks are the workers of a batch: what is loaded here is loaded once."""

from audit import batch, pdf  # noqa: F401

batch.words()
