-- Kinds of recorded actions, and how many have neither client nor deal.
SELECT kind, SUM(n) AS n, SUM(alone) AS alone FROM days WHERE kind IS NOT NULL GROUP BY kind
