"""The conversation in a terminal, and what is printed there of diagnosis and plan.

In: keys or lines. Out: questions, saved answers, text for a screen.
Never: holds a rule of its own; the interview does.
"""
