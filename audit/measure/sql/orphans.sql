-- History and actions of deals that no list of deals knows.
SELECT (SELECT COUNT(DISTINCT deal) FROM marks WHERE deal NOT IN (SELECT id FROM cases)) AS marked,
  (SELECT COUNT(DISTINCT deal) FROM acts WHERE deal IS NOT NULL AND deal NOT IN (SELECT id FROM cases)) AS acted
