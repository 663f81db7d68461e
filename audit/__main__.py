"""`python -m audit` is `sales-audit`."""

from audit.cli import entry

entry()
