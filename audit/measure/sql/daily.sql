-- How often a seller recorded exactly so many actions of a kind on a day.
SELECT kind, n AS per_day, COUNT(*) AS days FROM days WHERE seller IS NOT NULL GROUP BY kind, n
