-- Of the clients seen for at least so many days: how many bought again within them.
WITH horizon_of_sales AS (SELECT MAX(ts) AS last_ts FROM purchases)
SELECT w.days, COUNT(*) AS entered, SUM(CASE WHEN b.day_no - a.day_no <= w.days THEN 1 ELSE 0 END) AS passed
FROM purchases a LEFT JOIN purchases b ON b.client = a.client AND b.nth = 2
  CROSS JOIN horizon_of_sales h CROSS JOIN windows w
WHERE a.nth = 1 AND h.last_ts - a.ts >= w.days * 86400000
GROUP BY w.days
ORDER BY w.days
