"""The plan: from the wanted result back through the company's funnels to actions per seller and working
day.

In: facts and the recommended metrics. Out: a `Plan` with its range, its hours and the ways out where they
lack.
Never: invents a conversion; without counts it says what to count first.

`plan` joins the steps: `sources_of_sales` says what has to bring the target, `required_actions` how many
actions
suffice, `capacity` whether they fit, `levers` and `ways_out` what would make them fit, `schedule` when they
must
happen; `what_if` stands in while no conversion is known.
"""

from audit.planning.plan import MOST_SURE, SAFE, TARGET_KEYS, make_plan

__all__ = ["MOST_SURE", "SAFE", "TARGET_KEYS", "make_plan"]
