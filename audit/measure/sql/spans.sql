-- Everything of which a median is wanted, with how often each value is there. Days where a date has no clock, milliseconds where it has.
SELECT what, value, COUNT(*) AS c FROM (
SELECT 'cycle' AS what, CASE WHEN untimed > 0 THEN (ended_day - created_day) * 86400000 ELSE ended - created END AS value
FROM cases WHERE fate = 'won' AND ended IS NOT NULL AND created IS NOT NULL
UNION ALL
SELECT CASE s.pos WHEN 0 THEN 'step_0' WHEN 1 THEN 'step_1' WHEN 2 THEN 'step_2' WHEN 3 THEN 'step_3' WHEN 4 THEN 'step_4'
    WHEN 5 THEN 'step_5' WHEN 6 THEN 'step_6' WHEN 7 THEN 'step_7' WHEN 8 THEN 'step_8' ELSE 'step_9' END AS what,
  b.ts - a.ts AS value
FROM firsts a JOIN firsts b ON b.deal = a.deal AND b.pos = a.pos + 1
  JOIN (SELECT DISTINCT pos FROM stages WHERE pos IS NOT NULL) s ON s.pos = a.pos
WHERE a.ts IS NOT NULL AND b.ts IS NOT NULL AND a.seen = 1 AND a.pos < 10
UNION ALL
SELECT 'touches' AS what, touches AS value FROM cases WHERE touches IS NOT NULL
UNION ALL
SELECT 'seconds' AS what, seconds AS value FROM cases WHERE seconds IS NOT NULL
UNION ALL
SELECT 'call_seconds' AS what, seconds AS value FROM acts WHERE seconds IS NOT NULL
UNION ALL
SELECT 'amount' AS what, amount AS value FROM cases WHERE fate = 'won' AND amount > 0
UNION ALL
SELECT 'repeat' AS what, (b.day_no - a.day_no) * 86400000 AS value
FROM purchases a JOIN purchases b ON b.client = a.client AND b.nth = 2
WHERE a.nth = 1
) AS everything WHERE value IS NOT NULL
GROUP BY what, value
