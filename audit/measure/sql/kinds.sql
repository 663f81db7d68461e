-- Kinds of recorded actions, with and without a client or a deal.
SELECT kind, COUNT(*) AS n, SUM(CASE WHEN client IS NULL AND deal IS NULL THEN 1 ELSE 0 END) AS alone,
  SUM(CASE WHEN client IS NOT NULL THEN 1 ELSE 0 END) AS with_client
FROM acts WHERE kind IS NOT NULL
GROUP BY kind
