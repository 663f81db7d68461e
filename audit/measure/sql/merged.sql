-- One row per deal: files that know the same deal complete each other.
SELECT id, MAX(client) AS client, MAX(channel) AS channel, MAX(seller) AS seller, MAX(caller) AS caller,
  MAX(stage) AS stage, MAX(outcome) AS outcome, MAX(temperature) AS temperature, MAX(reason) AS reason,
  MIN(created) AS created, MIN(created_day) AS created_day, MIN(created_month) AS created_month,
  MAX(closed) AS closed, MAX(closed_day) AS closed_day, MIN(won_ts) AS won_ts, MIN(won_day) AS won_day,
  MIN(lost_ts) AS lost_ts, MIN(lost_day) AS lost_day, MAX(untimed) AS untimed, MAX(expected) AS expected,
  MAX(amount) + SUM(COALESCE(added, 0)) AS amount, MAX(touches) AS touches, MAX(seconds) AS seconds
FROM deals GROUP BY id
