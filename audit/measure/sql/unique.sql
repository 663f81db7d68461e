-- Whether the list of deals holds any twice.
SELECT COUNT(*) - COUNT(DISTINCT id) AS twice FROM deals
