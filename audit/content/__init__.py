"""What is asked, said and recommended, from `questionnaires/`, and what counts as an answer.

In: the shipped YAML. Out: `Content`, checked and frozen; values of answers; which question concerns whom.
Never: reads an audit's files.
"""
