"""All outputs of an audit, written at once or not at all; of many audits, on every core.

In: audits, formats, languages, a folder. Out: files and a list of what was written.
Never: overwrites what it did not write.
"""
