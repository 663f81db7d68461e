-- Stages by how late after a deal's beginning they are first reached: their order where nobody gave it.
SELECT stage, COUNT(*) AS deals, SUM(ts - begun) / COUNT(*) AS late
FROM (SELECT deal, stage, MIN(ts) AS ts FROM marks GROUP BY deal, stage) AS reached
  JOIN (SELECT deal AS id, MIN(ts) AS begun FROM marks GROUP BY deal) AS begins ON begins.id = reached.deal
GROUP BY stage
ORDER BY late, stage
