-- How often a seller recorded exactly so many actions of a kind on a day.
SELECT kind, per_day, COUNT(*) AS days
FROM (SELECT seller, kind, day_no, COUNT(*) AS per_day FROM acts WHERE seller IS NOT NULL GROUP BY seller, kind, day_no) AS days
GROUP BY kind, per_day
