-- On days of ten actions and more (our judgement): actions in the last hour before a seller's last one.
SELECT COUNT(*) AS n, SUM(CASE WHEN last_minute - minute_no < 60 THEN 1 ELSE 0 END) AS late, COUNT(DISTINCT a.day_no) AS days
FROM acts a JOIN (
  SELECT seller, day_no, MAX(minute_no) AS last_minute FROM acts WHERE minute_no IS NOT NULL AND seller IS NOT NULL
  GROUP BY seller, day_no HAVING COUNT(*) >= 10
) AS busy ON busy.seller = a.seller AND busy.day_no = a.day_no
WHERE a.minute_no IS NOT NULL
