"""What is known of the company: the voices merged into one fact per question.

In: an `Audit` and the questions. Out: `Facts`, measured before shown before told; where voices differ and
by how much.
Never: judges; an answer that is missing stays unknown.
"""
