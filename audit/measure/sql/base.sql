-- Touches of clients who had bought before, by month; and how many clients there were by then.
SELECT acts.month_of, COUNT(*) AS touches, COUNT(DISTINCT acts.client) AS clients
FROM acts JOIN purchases ON purchases.client = acts.client AND purchases.nth = 1
WHERE acts.ts > purchases.ts
GROUP BY acts.month_of
ORDER BY acts.month_of
