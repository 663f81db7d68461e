-- Calls to one number on one day by one seller, beyond three attempts (our judgement).
SELECT SUM(n) AS calls, SUM(CASE WHEN n > 3 THEN n - 3 ELSE 0 END) AS beyond
FROM (SELECT seller, target, day_no, COUNT(*) AS n FROM acts WHERE target IS NOT NULL GROUP BY seller, target, day_no) AS days
