"""How cells look: the workbook's colours and formats."""

from audit.model import Lang

INK, DEEP, TEAL, GREY, RULE, PALE = "#16233b", "#0f1c33", "#0b6e6e", "#5b6675", "#c9d2dc", "#eef2f6"
PLANNED, ACTUAL = "#9fb3c8", TEAL
YELLOW, GREEN, ORANGE, RED = "#fff6c2", "#cfe9d6", "#fbdcb4", "#f6c9c2"


def styles(lang: Lang) -> dict[str, dict[str, object]]:
    """Every look by name, as XlsxWriter takes it; days as the language writes them."""
    day = "dd.mm.yyyy" if lang == "ru" else "d mmm yyyy"
    formats = {
        "whole": "#,##0",
        "tenths": "#,##0.0",
        "hundredths": "0.00",
        "share": "0%",
        "rate": "0.0%",
        "date": day,
    }
    signed = {"whole": "+#,##0;-#,##0;0", "tenths": "+#,##0.0;-#,##0.0;0.0", "share": "+0%;-0%;0%"}
    made = _of_words()
    right = {**made["cell"], "align": "right"}
    for name, pattern in formats.items():
        made[name] = {**right, "num_format": pattern}
        made[f"yellow_{name}"] = {**right, "num_format": pattern, "bg_color": YELLOW, "locked": False}
    for name, pattern in signed.items():
        made[f"signed_{name}"] = {**right, "num_format": pattern}
    made["yellow"] = {**made["cell"], "bg_color": YELLOW, "locked": False, "num_format": "@"}
    return made


def _of_words() -> dict[str, dict[str, object]]:
    base = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "vcenter"}
    cell = {**base, "border": 1, "border_color": RULE, "text_wrap": True, "indent": 1}
    stamp = {"bold": True, "text_wrap": True, "bg_color": RED, "border": 1, "border_color": RULE}
    return {
        "title": {**base, "font_size": 16, "bold": True},
        "part": {**base, "font_size": 12, "bold": True, "font_color": TEAL},
        "lead": {**base, "font_color": GREY, "indent": 0},
        "prose": {**base, "text_wrap": True, "valign": "top"},
        "stamp": {**base, **stamp},
        "head": {**cell, "bold": True, "bg_color": DEEP, "font_color": "#ffffff", "font_size": 9},
        "cell": cell,
        "strong": {**cell, "bold": True},
        "group": {**cell, "bold": True, "bg_color": PALE, "font_color": TEAL},
        "label": {**base, "font_color": GREY, "align": "right", "indent": 1},
        "helper": {**base, "font_color": "#ffffff", "font_size": 8},
        "met": {"bg_color": GREEN},
        "near": {"bg_color": ORANGE},
        "missed": {"bg_color": RED},
        "doubt": {"bg_color": RED},
    }
