"""Sheets to look things up in: the metrics, where figures come from, the tasks."""

from audit.rendering.workbook.sheets import Book


def metrics(book: Book) -> None:
    """The dictionary: every metric of the set once, then the rules of counting."""
    say, document = book.say, book.document
    widths = (30, 20, 62, 12, 32, 42)
    sheet = book.sheet("metrics", say("metrics_title"), widths)
    heads = ("metric", "stage", "definition", "unit", "leads_to", "check")
    book.heads(sheet, 2, [say(head) for head in heads], 20)
    row = 3
    for line in {line.metric: line for line in document.recommendation.lines}.values():
        metric = document.metrics[line.metric]
        book.text(sheet, row, 0, metric.name, "strong")
        book.text(sheet, row, 1, book.named(line.stage))
        book.text(sheet, row, 2, metric.definition)
        book.text(sheet, row, 3, book.named(f"unit_{metric.unit}"))
        book.text(sheet, row, 4, metric.leads_to)
        book.text(sheet, row, 5, metric.check)
        book.fit(sheet, row, widths, (metric.name, "", metric.definition, "", metric.leads_to, metric.check))
        row += 1
    for rule in document.counting_rules:
        row += 1
        sheet.merge_range(row, 0, row, 5, book.of(rule), book.looks["cell"])
        book.fit(sheet, row, (sum(widths),), (rule,))
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 1)


def sources(book: Book) -> None:
    say, document = book.say, book.document
    widths = (30, 26, 16, 56, 44, 44)
    sheet = book.sheet("sources", say("sources_title"), widths)
    heads = ("metric", "role", "system", "where", "switch_on", "why_by_hand")
    book.heads(sheet, 2, [say(head) for head in heads], 20)
    for row, one in enumerate(document.papers.counted, 3):
        book.text(sheet, row, 0, document.metrics[one.metric].name, "strong")
        book.text(sheet, row, 1, book.named(one.role))
        book.text(sheet, row, 2, book.named(one.system) if one.system else say("by_hand"))
        book.text(sheet, row, 3, one.where)
        book.text(sheet, row, 4, one.first)
        book.text(sheet, row, 5, one.by_hand_because)
        book.fit(sheet, row, widths[3:], (one.where, one.first, one.by_hand_because))
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 1)


def tasks(book: Book) -> None:
    say, looks = book.say, book.looks
    widths = (7, 58, 32, 20, 9, 13, 13, 14, 50, 10)
    sheet = book.sheet("tasks", say("tasks_title"), widths)
    heads = ("number", "task", "part_of", "owner", "week", "starts", "due", "effort", "shown_by", "done")
    book.heads(sheet, 2, [say(head) for head in heads], 20)
    there = book.document.papers.tasks
    for row, task in enumerate(there, 3):
        book.text(sheet, row, 0, task.id)
        book.text(sheet, row, 1, task.what, "strong")
        book.text(sheet, row, 2, task.part_of)
        book.text(sheet, row, 3, task.owner)
        sheet.write_number(row, 4, task.week, looks["whole"])
        sheet.write_datetime(row, 5, task.starts, looks["date"])
        sheet.write_datetime(row, 6, task.due, looks["date"])
        book.text(sheet, row, 7, say(f"effort_{task.effort}"))
        book.text(sheet, row, 8, task.shown_by)
        book.text(sheet, row, 9, "", "yellow")
        book.fit(sheet, row, (58, 32, 50), (task.what, task.part_of, task.shown_by))
    if there:
        sheet.data_validation(3, 9, 2 + len(there), 9, {"validate": "list", "source": [say("yes")]})
        sheet.autofilter(2, 0, 2 + len(there), len(heads) - 1)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 2)
