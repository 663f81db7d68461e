-- Deals by the number of contacts they took, and how many of them were won.
SELECT touches, COUNT(*) AS n, SUM(CASE WHEN fate = 'won' THEN 1 ELSE 0 END) AS won
FROM cases WHERE touches IS NOT NULL
GROUP BY touches
ORDER BY touches
