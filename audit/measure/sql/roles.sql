-- Recorded actions by people who recorded no sale: those who call and those who close are different people.
SELECT SUM(done.n) AS n, SUM(CASE WHEN closers.seller IS NULL THEN done.n ELSE 0 END) AS others
FROM (SELECT seller, n FROM days WHERE seller IS NOT NULL) AS done LEFT JOIN (
  SELECT m.seller FROM marks m JOIN stages s ON s.stage = m.stage WHERE s.role = 'won' AND m.seller IS NOT NULL
  UNION
  SELECT seller FROM cases WHERE fate = 'won' AND seller IS NOT NULL
) AS closers ON closers.seller = done.seller
