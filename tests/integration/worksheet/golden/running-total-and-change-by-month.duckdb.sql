WITH "by Month" AS (
  SELECT
    CAST(date_trunc('month', "order_date") AS TIMESTAMP) AS "Month",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1
)
SELECT
  "Month",
  "Total",
  sum("Total") OVER (ORDER BY "Month" NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "Running",
  (CAST("Total" AS DOUBLE) / NULLIF(lag("Total", 1) OVER (ORDER BY "Month" NULLS LAST), 0)) - CAST($1 AS DECIMAL(1, 0)) AS "Change"
FROM "by Month"
ORDER BY "Month" NULLS LAST
-- ["1"]
