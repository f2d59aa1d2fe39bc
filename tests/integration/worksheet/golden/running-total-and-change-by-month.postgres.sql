WITH "by Month" AS (
  SELECT
    date_trunc('month', CAST("order_date" AS timestamp)) AS "Month",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1
)
SELECT
  "Month",
  "Total",
  sum("Total") OVER (ORDER BY "Month" NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "Running",
  (CAST("Total" AS double precision) / NULLIF(CAST(lag("Total", 1) OVER (ORDER BY "Month" NULLS LAST) AS double precision), 0)) - CAST($1 AS numeric) AS "Change"
FROM "by Month"
ORDER BY "Month" NULLS LAST
-- ["1"]
