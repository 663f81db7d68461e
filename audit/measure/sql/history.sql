-- When each deal of the history began, was won, was lost.
SELECT m.deal, MIN(m.ts) AS first_ts, MIN(m.day_no) AS first_day, MIN(m.month_of) AS first_month,
  MIN(CASE WHEN s.role = 'won' THEN m.ts END) AS won_ts, MIN(CASE WHEN s.role = 'won' THEN m.day_no END) AS won_day,
  MIN(CASE WHEN s.role = 'lost' THEN m.ts END) AS lost_ts, MIN(CASE WHEN s.role = 'lost' THEN m.day_no END) AS lost_day
FROM marks m LEFT JOIN stages s ON s.stage = m.stage GROUP BY m.deal
