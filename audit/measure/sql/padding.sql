-- Calls that took so little or so round a time.
SELECT SUM(n) AS n, SUM(timed) AS timed, SUM(short) AS short, SUM(long) AS long, SUM(round) AS round FROM days
