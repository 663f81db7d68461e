"""The interview as pure data: which question comes next, what was answered, who sits where.

In: an audit, a voice, a key with its value. Out: the next question, the changed voice, the form for the
mail.
Never: draws a screen; terminal and browser do that, over the same session.
"""
