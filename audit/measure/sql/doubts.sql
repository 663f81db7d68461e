-- How much of what is counted is doubtful, in one pass.
SELECT COUNT(*) AS n,
  SUM(CASE WHEN fate = 'won' THEN 1 ELSE 0 END) AS won,
  SUM(CASE WHEN fate = 'lost' THEN 1 ELSE 0 END) AS lost,
  SUM(CASE WHEN fate = 'won' AND ended IS NULL THEN 1 ELSE 0 END) AS won_undated,
  SUM(CASE WHEN fate = 'won' AND ended_day < created_day THEN 1 ELSE 0 END) AS won_before_created,
  SUM(CASE WHEN fate = 'lost' AND ended_day < created_day THEN 1 ELSE 0 END) AS lost_before_created,
  SUM(CASE WHEN fate = 'open' AND closed_said IS NOT NULL THEN 1 ELSE 0 END) AS open_with_close,
  SUM(CASE WHEN fate = 'lost' AND ended IS NOT NULL AND untimed = 0 AND ended - created < 60000 THEN 1 ELSE 0 END) AS lost_at_once,
  SUM(CASE WHEN created IS NULL THEN 1 ELSE 0 END) AS undated,
  SUM(CASE WHEN channel IS NULL THEN 1 ELSE 0 END) AS no_channel,
  SUM(CASE WHEN channel IS NULL AND fate = 'won' THEN 1 ELSE 0 END) AS no_channel_won,
  SUM(CASE WHEN seller IS NULL THEN 1 ELSE 0 END) AS no_seller,
  SUM(CASE WHEN seller IS NULL AND fate = 'won' THEN 1 ELSE 0 END) AS no_seller_won,
  SUM(CASE WHEN seller IS NOT NULL AND fate <> 'won' THEN 1 ELSE 0 END) AS seller_unwon,
  SUM(CASE WHEN caller IS NOT NULL AND seller IS NOT NULL THEN 1 ELSE 0 END) AS both_roles,
  SUM(CASE WHEN caller = seller THEN 1 ELSE 0 END) AS same_person,
  COUNT(DISTINCT caller) AS callers, COUNT(DISTINCT seller) AS sellers,
  SUM(CASE WHEN stage IS NULL THEN 1 ELSE 0 END) AS no_stage,
  SUM(CASE WHEN fate <> 'open' AND channel IS NOT NULL AND seller IS NOT NULL AND created IS NOT NULL AND ended IS NOT NULL
    AND (fate <> 'won' OR amount > 0) THEN 1 ELSE 0 END) AS complete,
  MIN(CASE WHEN fate = 'won' THEN ended END) AS first_won, MIN(CASE WHEN fate = 'won' THEN ended_day END) AS first_won_day,
  MIN(created_day) AS first_day
FROM cases
