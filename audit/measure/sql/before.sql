-- Deals made before the first sale on record, by the days from them to it.
SELECT (SELECT MIN(ended_day) FROM cases WHERE fate = 'won') - created_day AS days, COUNT(*) AS n
FROM cases
WHERE created_day < (SELECT MIN(ended_day) FROM cases WHERE fate = 'won')
GROUP BY created_day
ORDER BY days
