-- One row per deal already: nothing to complete.
SELECT id, client, channel, seller, caller, stage, outcome, temperature, reason, created, created_day, created_month,
  closed, closed_day, won_ts, won_day, lost_ts, lost_day, untimed, expected,
  amount + COALESCE(added, 0) AS amount, touches, seconds
FROM deals
