-- Deals that have a history and are in no list of deals.
SELECT COUNT(DISTINCT deal) AS n FROM marks WHERE deal NOT IN (SELECT id FROM cases)
