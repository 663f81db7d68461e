"""Audit a sales department and design reporting that counts leading actions."""

__version__ = "0.1.0"  # a literal: reading package metadata would double the start-up time
