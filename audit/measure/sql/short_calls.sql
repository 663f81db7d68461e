-- Calls below ten seconds (audit_questions.md 3.2) by seller.
SELECT seller, COUNT(*) AS n, SUM(CASE WHEN seconds < 10 THEN 1 ELSE 0 END) AS short
FROM acts WHERE seller IS NOT NULL AND seconds IS NOT NULL
GROUP BY seller
