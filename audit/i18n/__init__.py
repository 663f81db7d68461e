"""Words in two languages: numbers, dates, plurals, labels, and what the fonts can print.

In: values and the sentences of the content. Out: the same in Russian and English, typeset as we decided.
Never: decides what is said.
"""
