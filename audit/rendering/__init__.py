"""Files from a report document: pages, PDF, workbook, Word files, task list.

In: a `ReportDocument`, a language, a brand. Out: bytes, the same ones for the same document.
Never: computes a figure or reads an answer; it knows the model, files and words alone.
"""
