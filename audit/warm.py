"""Imported by the server whose forks are the workers of a batch: what is loaded here is loaded once."""

from contextlib import suppress

from audit import batch, pdf

batch.words()
with suppress(pdf.PangoMissing):  # said by the first worker, in the user's language
    pdf.warm()
