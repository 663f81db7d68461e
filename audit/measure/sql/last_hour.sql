-- On days of ten actions and more (our judgement): actions in the last hour before a seller's last one.
SELECT COUNT(*) AS n, SUM(CASE WHEN busy.last_minute - a.minute_no < 60 THEN 1 ELSE 0 END) AS late
FROM acts a JOIN (
  SELECT seller, day_no, MAX(last_minute) AS last_minute FROM days WHERE seller IS NOT NULL
  GROUP BY seller, day_no HAVING SUM(clocked) >= 10
) AS busy ON busy.seller = a.seller AND busy.day_no = a.day_no
WHERE a.minute_no IS NOT NULL
