-- Of the deals seen for at least so many days: how many were won within them.
SELECT w.days, COUNT(*) AS entered,
  SUM(CASE WHEN c.fate = 'won' AND c.ended_day - c.created_day <= w.days THEN 1 ELSE 0 END) AS passed
FROM cases c CROSS JOIN horizon h CROSS JOIN windows w
WHERE c.created IS NOT NULL AND h.last_ts - c.created >= w.days * 86400000 AND (c.fate <> 'won' OR c.ended IS NOT NULL)
GROUP BY w.days
ORDER BY w.days
