-- The last moment anything is known of, and the first.
SELECT MAX(last_ts) AS last_ts, MIN(first_ts) AS first_ts FROM (
  SELECT MAX(created) AS last_ts, MIN(created) AS first_ts FROM cases
  UNION ALL SELECT MAX(ended) AS last_ts, MIN(ended) AS first_ts FROM cases
  UNION ALL SELECT MAX(ts) AS last_ts, MIN(ts) AS first_ts FROM marks
  UNION ALL SELECT MAX(ts) AS last_ts, MIN(ts) AS first_ts FROM acts
  UNION ALL SELECT MAX(ts) AS last_ts, MIN(ts) AS first_ts FROM sales
) AS spans_of_tables
