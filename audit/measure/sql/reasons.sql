-- Why deals were lost, and at which stage they stand: to find those lost as duplicates.
SELECT COALESCE(reason, stage) AS word, COUNT(*) AS n FROM cases WHERE fate = 'lost' AND COALESCE(reason, stage) IS NOT NULL
GROUP BY COALESCE(reason, stage)
