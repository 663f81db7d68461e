-- Short calls by seller.
SELECT seller, SUM(timed) AS n, SUM(short) AS short FROM days WHERE seller IS NOT NULL GROUP BY seller HAVING SUM(timed) > 0
