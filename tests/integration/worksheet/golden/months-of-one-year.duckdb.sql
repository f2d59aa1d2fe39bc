SELECT
  CAST(date_trunc('month', "order_date") AS TIMESTAMP) AS "Month",
  sum("sales") AS "Total",
  count(*) AS "Lines"
FROM "order_lines"
WHERE ("order_date" >= CAST(CAST($1 AS VARCHAR) AS DATE))
  AND ("order_date" < CAST(CAST($2 AS VARCHAR) AS DATE))
GROUP BY 1
ORDER BY "Month" NULLS LAST
-- ["2024-01-01","2025-01-01"]
