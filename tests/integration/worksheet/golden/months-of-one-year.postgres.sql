SELECT
  date_trunc('month', CAST("order_date" AS timestamp)) AS "Month",
  sum("sales") AS "Total",
  count(*) AS "Lines"
FROM "order_lines"
WHERE ("order_date" >= CAST(CAST($1 AS text) AS DATE))
  AND ("order_date" < CAST(CAST($2 AS text) AS DATE))
GROUP BY 1
ORDER BY "Month" NULLS LAST
-- ["2024-01-01","2025-01-01"]
