-- Recorded actions by kind: how many, on how many deals, how many of them won in the end.
SELECT kind, COUNT(*) AS n, COUNT(DISTINCT deal) AS deals, SUM(CASE WHEN acts.seller IS NULL THEN 1 ELSE 0 END) AS nobody,
  COUNT(DISTINCT CASE WHEN fate = 'won' THEN deal END) AS won_deals, MIN(month_of) AS since, MAX(month_of) AS until
FROM acts LEFT JOIN cases ON cases.id = acts.deal
GROUP BY kind
