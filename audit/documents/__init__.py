"""What to start with on Monday: the regulation, the letter to the sellers, lists of steps.

In: the scheme and what it rests on. Out: chapters and paragraphs in both languages.
Never: formats; rendering makes files of them.
"""
