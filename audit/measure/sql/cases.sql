-- Deals as listed, completed by their history; and what became of each.
WITH ids AS (
  SELECT id FROM merged
  UNION
  SELECT deal AS id FROM history WHERE (SELECT COUNT(*) FROM deals) = 0
), joined AS (
  SELECT ids.id, d.client, d.channel, d.seller, d.caller, d.stage, d.temperature, d.reason, d.amount, d.touches, d.seconds,
    d.expected, COALESCE(d.untimed, 0) AS untimed,
    COALESCE(d.created, h.first_ts) AS created, COALESCE(d.created_day, h.first_day) AS created_day,
    COALESCE(d.created_month, h.first_month) AS created_month,
    d.closed, d.closed_day, COALESCE(d.won_ts, h.won_ts) AS won_ts, COALESCE(d.won_day, h.won_day) AS won_day,
    COALESCE(d.lost_ts, h.lost_ts) AS lost_ts, COALESCE(d.lost_day, h.lost_day) AS lost_day,
    w.role AS said, st.role AS at_stage, st.pos AS at_pos
  FROM ids LEFT JOIN merged d ON d.id = ids.id LEFT JOIN history h ON h.deal = ids.id
    LEFT JOIN words w ON w.word = d.outcome LEFT JOIN stages st ON st.stage = d.stage
), decided AS (
  SELECT j.*, CASE
      WHEN said = 'won' OR (said IS NULL AND (won_ts IS NOT NULL OR at_stage = 'won')) THEN 'won'
      WHEN said = 'lost' OR (said IS NULL AND (lost_ts IS NOT NULL OR at_stage = 'lost')) THEN 'lost'
      ELSE 'open' END AS fate
  FROM joined j
)
SELECT id, client, channel, seller, caller, stage, temperature, reason, amount, touches, seconds, expected, untimed,
  created, created_day, created_month, at_pos, fate, closed AS closed_said,
  CASE WHEN fate = 'won' THEN COALESCE(won_ts, closed) WHEN fate = 'lost' THEN COALESCE(lost_ts, closed) END AS ended,
  CASE WHEN fate = 'won' THEN COALESCE(won_day, closed_day) WHEN fate = 'lost' THEN COALESCE(lost_day, closed_day) END AS ended_day
FROM decided
