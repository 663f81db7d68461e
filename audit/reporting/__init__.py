"""The report as one document: finished sentences in both languages and raw numbers.

In: an `Audit` and the content. Out: a frozen `ReportDocument`; comparisons; the glossary of ids.
Never: knows how a page looks.
"""
