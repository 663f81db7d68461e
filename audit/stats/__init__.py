"""Chances and intervals: what counts tell about rates, and how sure a target is.

In: counts, opinions with a width, a confidence. Out: distributions, intervals, factors.
Never: knows companies, steps or channels by name.
"""
