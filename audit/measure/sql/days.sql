-- What each seller recorded of each kind on each day: one pass over the log, from which signs are read.
-- Calls below 10 seconds are short (audit_questions.md 3.2); whole minutes count from one minute up.
SELECT seller, kind, day_no, COUNT(*) AS n, COUNT(minute_no) AS clocked, MAX(minute_no) AS last_minute,
  COUNT(seconds) AS timed, SUM(CASE WHEN seconds < 10 THEN 1 ELSE 0 END) AS short,
  SUM(CASE WHEN seconds >= 60 THEN 1 ELSE 0 END) AS long,
  SUM(CASE WHEN seconds >= 60 AND seconds % 60 = 0 THEN 1 ELSE 0 END) AS round,
  SUM(CASE WHEN client IS NULL AND deal IS NULL THEN 1 ELSE 0 END) AS alone
FROM acts
GROUP BY seller, kind, day_no
