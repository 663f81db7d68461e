"""What the CRM says: exports read, checked, measured, doubted, and put beside what people believe.

In: files or tables of a CRM and what their columns mean. Out: a `Measurement`, its doubts, one more voice.
Never: guesses in silence; what it cannot read it names, counts and leaves out.
"""
