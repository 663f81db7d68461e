"""The few metrics for this company, and today's reports held against them.

In: `Facts` and the content. Out: metrics per stage with the reason for each, and the columns to keep or
drop.
Never: copies a list; what fits no action of this company stays out.
"""
