"""The audit in a browser: server-rendered pages over the same interview, files and report as the terminal.

In: requests, let in by `security`. Out: pages, saved answers, files to take along.
Never: holds a second truth, or loads the content before a page needs it.
"""
