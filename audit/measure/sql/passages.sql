-- By month of the deal's beginning: of the deals that reached a step: how many reached the next; how many went further without it.
SELECT c.created_month, c.channel, c.temperature, a.pos, COUNT(*) AS entered,
  SUM(CASE WHEN b.deal IS NOT NULL THEN 1 ELSE 0 END) AS passed,
  SUM(CASE WHEN b.deal IS NULL AND c.fate = 'won' THEN 1 ELSE 0 END) AS jumped,
  SUM(CASE WHEN b.deal IS NULL AND c.fate = 'open' THEN 1 ELSE 0 END) AS waiting
FROM firsts a JOIN cases c ON c.id = a.deal LEFT JOIN firsts b ON b.deal = a.deal AND b.pos = a.pos + 1
GROUP BY c.created_month, c.channel, c.temperature, a.pos
