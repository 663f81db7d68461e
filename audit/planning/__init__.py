"""The plan: from the wanted result back through the company's funnels to actions per seller and working day.

`plan` joins the steps: `split` says what has to bring the target, `ranges` how many actions suffice,
`capacity` whether they fit, `levers` and `ways_out` what would make them fit, `schedule` when they must
happen; `what_if` stands in while no conversion is known. `lines` prints all of it.
"""

from audit.planning.plan import MOST_SURE, SAFE, TARGET_KEYS, make_plan

__all__ = ["MOST_SURE", "SAFE", "TARGET_KEYS", "make_plan"]
