-- Clients by the days between first and second purchase, or for which they have been seen without one.
WITH horizon_of_sales AS (SELECT MAX(ts) AS last_ts FROM purchases)
SELECT month_of, days, SUM(happened) AS happened, SUM(1 - happened) AS waiting
FROM (
  SELECT a.month_of, CASE WHEN b.client IS NULL THEN 0 ELSE 1 END AS happened,
    CASE WHEN b.client IS NULL THEN CAST((last_ts - a.ts - (last_ts - a.ts) % 86400000) / 86400000 AS BIGINT)
      ELSE b.day_no - a.day_no END AS days
  FROM purchases a LEFT JOIN purchases b ON b.client = a.client AND b.nth = 2 CROSS JOIN horizon_of_sales
  WHERE a.nth = 1
) AS waited
GROUP BY month_of, days
ORDER BY month_of, days
