"""The audit in a browser: server-rendered pages over the same interview, files and report as the terminal.

`app` routes, `guard` stands before it, `seat` says who sits where, `ask` asks, `desk` is the auditor's own.
What loads the content is imported when it is first needed, so that the first page is there at once.
"""
