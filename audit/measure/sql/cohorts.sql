-- Deals by channel and month of first contact, and what became of them.
SELECT channel, created_month, temperature, COUNT(*) AS n,
  SUM(CASE WHEN fate = 'won' THEN 1 ELSE 0 END) AS won,
  SUM(CASE WHEN fate = 'lost' THEN 1 ELSE 0 END) AS lost
FROM cases
GROUP BY channel, created_month, temperature
