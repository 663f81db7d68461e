"""The safe plan beside a plain NumPy Monte Carlo of the same plan and precision; both as whole processes.

Run it with the project's Python: `.venv/bin/python benchmarks/plan.py`. Three channels of six steps, levers,
mix, ways out and calendar on our side; the other only answers how many first touches suffice 8 times in 10.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

RUNS = 7
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
DRAWS = 40_000  # what a plain simulation needs to be within half a per cent of 80, as ours is

STEPS = {
    "cold_calls": ["cc_dials", "cc_conversations", "cc_dm", "meet_held", "proposals"],
    "field": ["fs_new_visits", "qual_calls", "demos", "samples", "calculations"],
    "partners": ["pt_touches", "meet_booked", "measurements", "tours", "pilots"],
}
COUNTS = [(900, 300), (300, 120), (120, 60), (60, 30), (30, 12)]

ANSWERS = """format: 1
id: owner
roles: [owner, head]
answers:
  sales_model: b2b_short
  sellers[seller]: 6
  role_stages[seller]: [leadgen, conversion]
  target_kind: new_sales
  target_value: 20
  target_period: month
  working_days: 21
  cycle_days: 20
  conversions_known: measured
  selling_minutes[seller]: 300
"""
AUDIT = """format: 1
company: Benchmark
country: GB
lang: en
as_of: 2026-11-24
places:
  stage: [leadgen, conversion]
  channel: [cold_calls, field, partners]
  role: [seller]
"""
NUMPY = """
import numpy as np
draw = np.random.default_rng(1)
counts, draws, target = {counts}, {draws}, 20
chances = [np.prod([draw.beta(p + .5, n - p + .5, draws) for n, p in counts], axis=0) for _ in range(3)]
mean = np.prod([p / n for n, p in counts])
low, high = 1, 40 * target / mean
while high - low > low / 500:
    middle = (low + high) / 2
    sold = sum(draw.binomial(int(middle / 3), chance) for chance in chances)
    low, high = (middle, high) if (sold >= target).mean() < .8 else (low, middle)
print(high)
"""


def audit_in(folder: Path) -> Path:
    """An audit with three channels of six steps, the sale included."""
    (folder / "voices").mkdir()
    answers = ANSWERS
    for channel, steps in STEPS.items():
        rows = zip(steps, COUNTS, strict=True)
        shares = ", ".join(f"{{metric: {m}, entered: {n}, passed: {p}}}" for m, (n, p) in rows)
        answers += f"  funnel[{channel}]: [{shares}, {{metric: deals_won}}]\n"
        answers += "".join(f"  action_minutes[{metric}]: 9\n" for metric in steps)
    (folder / "audit.yaml").write_text(AUDIT, "utf-8")
    (folder / "voices" / "owner.yaml").write_text(answers, "utf-8")
    return folder


def seconds(command: list[str]) -> float:
    """The median of several whole processes, start-up included."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
        taken.append(time.perf_counter() - start)
    return median(taken)


def main() -> None:
    """Prints both times and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        audit = audit_in(Path(name))
        program = Path(sys.executable).parent / "sales-audit"
        ours = seconds([str(program), "plan", str(audit), "--json"])
        simulated = NUMPY.format(counts=COUNTS, draws=DRAWS)
        theirs = seconds([sys.executable, "-c", simulated])
    print(f"sales-audit plan, whole process: {ours:.3f} s (bar 0.4 s)")
    print(f"NumPy Monte Carlo, {DRAWS} draws: {theirs:.3f} s, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
