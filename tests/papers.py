"""Papers that hold nothing, for documents made by hand whose papers nobody looks at."""

from datetime import date

from audit.model import Letter, Papers, Regulation

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
