"""The reporting to be: who reports what and when, who reads it, and how it is rolled out.

In: diagnosis, recommendation, plan. Out: forms, rules, weeks and phases of the roll-out, tasks.
Never: adds a metric that was not recommended.
"""
