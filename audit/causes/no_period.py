"""The report cannot be tied to a date or period."""

from audit.evidence import decisive, scope

PER = "role"


@scope
def there_is_a_report(report_kind: str) -> bool:
    return report_kind != "none"


@decisive
def undated(period_in_report: str) -> bool:
    return period_in_report in {"running_totals", "undated"}


SIGNALS = [there_is_a_report, undated]
