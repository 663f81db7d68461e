-- Quantiles by rank: the two neighbours of each, to be weighed outside; and those the median lies between (80 %).
-- A value's cases have the ranks from upto - c + 1 to upto.
WITH ranked AS (
  SELECT what, value, c, SUM(c) OVER (PARTITION BY what ORDER BY value) AS upto, SUM(c) OVER (PARTITION BY what) AS n
  FROM spans
), placed AS (
  SELECT what, value, c, upto, n, 2 * upto - n - 1 AS above, 2 * (upto - c) - n + 1 AS below FROM ranked
), near AS (
  SELECT what, value, c, upto, n, CASE
      WHEN below <= 0 AND above >= 0 THEN 1
      WHEN above < 0 AND above * above * 1000 <= 1643 * n THEN 1
      WHEN below > 0 AND below * below * 1000 <= 1643 * n THEN 1 ELSE 0 END AS central
  FROM placed
)
SELECT what, MAX(n) AS n, MIN(value) AS least, MAX(value) AS most, SUM(value * c) AS total,
  SUM(value * 1e0 * value * c) AS squares,
  MIN(CASE WHEN central = 1 THEN value END) AS median_low, MAX(CASE WHEN central = 1 THEN value END) AS median_high,
  MAX(CASE WHEN 10 * (upto - c) <= 1 * (n - 1) AND 1 * (n - 1) < 10 * upto THEN value END) AS p10_low,
  MAX(CASE WHEN 10 * (upto - c - 1) <= 1 * (n - 1) AND 1 * (n - 1) < 10 * (upto - 1) THEN value END) AS p10_high,
  MAX(CASE WHEN 4 * (upto - c) <= 1 * (n - 1) AND 1 * (n - 1) < 4 * upto THEN value END) AS p25_low,
  MAX(CASE WHEN 4 * (upto - c - 1) <= 1 * (n - 1) AND 1 * (n - 1) < 4 * (upto - 1) THEN value END) AS p25_high,
  MAX(CASE WHEN 2 * (upto - c) <= 1 * (n - 1) AND 1 * (n - 1) < 2 * upto THEN value END) AS p50_low,
  MAX(CASE WHEN 2 * (upto - c - 1) <= 1 * (n - 1) AND 1 * (n - 1) < 2 * (upto - 1) THEN value END) AS p50_high,
  MAX(CASE WHEN 4 * (upto - c) <= 3 * (n - 1) AND 3 * (n - 1) < 4 * upto THEN value END) AS p75_low,
  MAX(CASE WHEN 4 * (upto - c - 1) <= 3 * (n - 1) AND 3 * (n - 1) < 4 * (upto - 1) THEN value END) AS p75_high,
  MAX(CASE WHEN 10 * (upto - c) <= 9 * (n - 1) AND 9 * (n - 1) < 10 * upto THEN value END) AS p90_low,
  MAX(CASE WHEN 10 * (upto - c - 1) <= 9 * (n - 1) AND 9 * (n - 1) < 10 * (upto - 1) THEN value END) AS p90_high
FROM near GROUP BY what ORDER BY what
