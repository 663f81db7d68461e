"""Papers that hold nothing and a roll-out, for documents made by hand."""

from datetime import date

from audit.model import Letter, Papers, Phase, Regulation, RollOut, Text

NO_PAPERS = Papers(
    regulation=Regulation(stamp=None, chapters=(), skeletons=(), skeleton_notes=(), thresholds=(), agenda=()),
    letter=Letter(chapters=(), talk=()),
    counted=(),
    tasks=(),
    channels=(),
    days={},
    holidays=(),
    starts=date(2026, 11, 30),
)


def _phase(part: str, ru: str, en: str, first: date, last: date) -> Phase:
    done = Text(
        ru="Правила подписаны, любой продавец находит их за две минуты",
        en="The rules are signed, any seller finds them within two minutes",
    )
    owner = Text(ru="руководитель продаж", en="head of sales")
    return Phase(id=part, name=Text(ru=ru, en=en), first=first, last=last, ends_with=done, owner=owner)


ROLL_OUT = RollOut(
    phases=(
        _phase(
            "preparation",
            "Подготовка правил: Лидогенерация, Конверсия лидов, Повторные продажи",
            "Preparing the rules: Lead generation, Lead conversion, Repeat sales",
            date(2026, 11, 30),
            date(2026, 12, 25),
        ),
        _phase(
            "talk",
            "Письмо и разговор с продавцами",
            "Letter and talk with the sellers",
            date(2026, 12, 28),
            date(2026, 12, 30),
        ),
        _phase(
            "trial",
            "Две пробные недели",
            "Trial fortnight",
            date(2027, 1, 11),
            date(2027, 1, 22),
        ),
        _phase("launch", "Запуск отчётности", "Launch of reporting", date(2027, 1, 25), date(2027, 1, 25)),
        _phase(
            "recount",
            "Первый пересчёт конверсий",
            "First recount of conversions",
            date(2027, 2, 22),
            date(2027, 2, 26),
        ),
        _phase(
            "review",
            "Пересмотр набора показателей",
            "Review of the set of metrics",
            date(2027, 4, 26),
            date(2027, 4, 30),
        ),
    ),
    left_out=(date(2027, 1, 4),),
)
