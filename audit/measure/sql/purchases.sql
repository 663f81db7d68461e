-- Every client's purchases in order: sales where they are listed, else deals won.
SELECT client, ts, day_no, month_of, amount, ROW_NUMBER() OVER (PARTITION BY client ORDER BY ts, id) AS nth
FROM (
  SELECT id, client, ts, day_no, month_of, amount FROM sales WHERE client IS NOT NULL
  UNION ALL
  SELECT id, client, ended AS ts, ended_day AS day_no, created_month AS month_of, amount FROM cases
  WHERE fate = 'won' AND client IS NOT NULL AND ended IS NOT NULL AND (SELECT COUNT(*) FROM sales) = 0
) AS bought
