-- Days until the sale, or for which a deal has been seen without one. A lost deal will not buy: it stays seen.
SELECT created_month, days, SUM(happened) AS happened, SUM(1 - happened) AS waiting
FROM (
  SELECT created_month, CASE WHEN fate = 'won' THEN 1 ELSE 0 END AS happened,
    CASE WHEN fate = 'won' THEN ended_day - created_day
      ELSE CAST((last_ts - created - (last_ts - created) % 86400000) / 86400000 AS BIGINT) END AS days
  FROM cases CROSS JOIN horizon
  WHERE created IS NOT NULL AND (fate <> 'won' OR ended IS NOT NULL)
) AS waited
WHERE days >= 0
GROUP BY created_month, days
ORDER BY created_month, days
