-- Recorded actions by kind: how many, on how many deals, by nobody known.
SELECT kind, SUM(n) AS n, SUM(CASE WHEN deal IS NULL THEN 0 ELSE 1 END) AS deals, SUM(nobody) AS nobody
FROM (
  SELECT kind, deal, COUNT(*) AS n, SUM(CASE WHEN seller IS NULL THEN 1 ELSE 0 END) AS nobody
  FROM acts GROUP BY kind, deal
) AS by_deal
GROUP BY kind
