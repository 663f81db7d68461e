"""Everything worked out from one audit, each step made once and read by every room after this one.

In: an `Audit` and the content. Out: an `AuditResult`: facts, diagnosis, recommendation, review, plan, scheme,
weeks.
Never: puts anything into words of its own; what no command asks for is not computed.
"""
