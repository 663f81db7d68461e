-- Purchases and money by month, first ones and repeated ones.
SELECT month_of, COUNT(*) AS n, COUNT(DISTINCT client) AS clients, SUM(CASE WHEN nth = 1 THEN 1 ELSE 0 END) AS firsts,
  SUM(CASE WHEN nth = 2 THEN 1 ELSE 0 END) AS seconds, SUM(amount) AS amount,
  SUM(CASE WHEN nth > 1 THEN amount ELSE 0 END) AS repeated
FROM purchases
GROUP BY month_of
ORDER BY month_of
