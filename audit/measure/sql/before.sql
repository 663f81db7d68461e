-- Deals made before the first sale on record, by the days from them to it.
SELECT first_day - created_day AS days, COUNT(*) AS n
FROM cases CROSS JOIN (SELECT MIN(ended_day) AS first_day FROM cases WHERE fate = 'won') AS first_sale
WHERE created_day < first_day
GROUP BY first_day - created_day
ORDER BY days
