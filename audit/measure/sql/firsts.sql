-- When each deal first reached each step. Without a history: every step up to where it stands, without times.
SELECT m.deal, s.pos, MIN(m.ts) AS ts, 1 AS seen
FROM marks m JOIN stages s ON s.stage = m.stage
WHERE s.pos IS NOT NULL
GROUP BY m.deal, s.pos
UNION ALL
SELECT c.id AS deal, s.pos, CASE WHEN s.pos = 0 THEN c.created WHEN s.role = 'won' THEN c.ended END AS ts, 0 AS seen
FROM cases c CROSS JOIN (SELECT DISTINCT pos, role FROM stages WHERE pos IS NOT NULL) s
WHERE (SELECT COUNT(*) FROM marks) = 0 AND (s.pos = 0 OR c.fate = 'won' OR s.pos <= c.at_pos)
UNION ALL
SELECT c.id AS deal, s.pos, c.ended AS ts, 1 AS seen
FROM cases c CROSS JOIN (SELECT MAX(pos) AS pos FROM stages WHERE role = 'won') s
WHERE (SELECT COUNT(*) FROM marks) > 0 AND c.fate = 'won'
  AND c.id NOT IN (SELECT m.deal FROM marks m JOIN stages st ON st.stage = m.stage WHERE st.role = 'won')
