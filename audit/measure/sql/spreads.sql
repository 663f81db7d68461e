-- Quantiles by rank: the two neighbours of each, to be weighed outside; and those the median lies between (80 %).
WITH ranked AS (
  SELECT what, value, ROW_NUMBER() OVER (PARTITION BY what ORDER BY value) AS r, COUNT(*) OVER (PARTITION BY what) AS n
  FROM spans WHERE value IS NOT NULL
)
SELECT what, MAX(n) AS n, MIN(value) AS least, MAX(value) AS most, SUM(value) AS total, SUM(value * 1e0 * value) AS squares,
  MIN(CASE WHEN (2 * r - n - 1) * (2 * r - n - 1) * 1000 <= 1643 * n THEN value END) AS median_low,
  MAX(CASE WHEN (2 * r - n - 1) * (2 * r - n - 1) * 1000 <= 1643 * n THEN value END) AS median_high,
  MAX(CASE WHEN 10 * (r - 1) <= 1 * (n - 1) AND 1 * (n - 1) < 10 * r THEN value END) AS p10_low,
  MAX(CASE WHEN 10 * (r - 2) <= 1 * (n - 1) AND 1 * (n - 1) < 10 * (r - 1) THEN value END) AS p10_high,
  MAX(CASE WHEN 4 * (r - 1) <= 1 * (n - 1) AND 1 * (n - 1) < 4 * r THEN value END) AS p25_low,
  MAX(CASE WHEN 4 * (r - 2) <= 1 * (n - 1) AND 1 * (n - 1) < 4 * (r - 1) THEN value END) AS p25_high,
  MAX(CASE WHEN 2 * (r - 1) <= 1 * (n - 1) AND 1 * (n - 1) < 2 * r THEN value END) AS p50_low,
  MAX(CASE WHEN 2 * (r - 2) <= 1 * (n - 1) AND 1 * (n - 1) < 2 * (r - 1) THEN value END) AS p50_high,
  MAX(CASE WHEN 4 * (r - 1) <= 3 * (n - 1) AND 3 * (n - 1) < 4 * r THEN value END) AS p75_low,
  MAX(CASE WHEN 4 * (r - 2) <= 3 * (n - 1) AND 3 * (n - 1) < 4 * (r - 1) THEN value END) AS p75_high,
  MAX(CASE WHEN 10 * (r - 1) <= 9 * (n - 1) AND 9 * (n - 1) < 10 * r THEN value END) AS p90_low,
  MAX(CASE WHEN 10 * (r - 2) <= 9 * (n - 1) AND 9 * (n - 1) < 10 * (r - 1) THEN value END) AS p90_high
FROM ranked GROUP BY what ORDER BY what
