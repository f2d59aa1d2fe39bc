WITH "by Month, Channel" AS (
  SELECT
    CAST(date_trunc('month', "order_date") AS TIMESTAMP) AS "Month",
    "channel" AS "Channel",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1, 2
)
SELECT
  "Month",
  "Channel",
  sum("Total") OVER (PARTITION BY "Channel" ORDER BY "Month" NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "Running"
FROM "by Month, Channel"
ORDER BY "Month" NULLS LAST, "Channel" NULLS LAST
-- []
