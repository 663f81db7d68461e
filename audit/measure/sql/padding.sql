-- Calls of a few seconds (below 10: audit_questions.md 3.2), durations of whole minutes from one minute up, meetings.
SELECT COUNT(*) AS n,
  SUM(CASE WHEN seconds IS NOT NULL THEN 1 ELSE 0 END) AS timed,
  SUM(CASE WHEN seconds < 10 THEN 1 ELSE 0 END) AS short,
  SUM(CASE WHEN seconds >= 60 THEN 1 ELSE 0 END) AS long,
  SUM(CASE WHEN seconds >= 60 AND seconds % 60 = 0 THEN 1 ELSE 0 END) AS round
FROM acts
