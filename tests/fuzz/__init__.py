"""Inputs of attackers, made from fixed seeds: a few in every run of the suite, all of them with FUZZ=all."""

import os

FEW = 25  # in the suite of every day; our judgement


def how_many(all_of: int) -> int:
    """How many inputs this run tries: all of them in continuous integration, a few elsewhere."""
    return all_of if os.environ.get("FUZZ") == "all" else FEW
