"""Which typical causes are there: a verdict each, and the answers it rests on.

In: `Facts` and the content. Out: findings in root order, maturity, readiness, contradictions.
Never: recommends; where answers are missing it says unknown.
"""
