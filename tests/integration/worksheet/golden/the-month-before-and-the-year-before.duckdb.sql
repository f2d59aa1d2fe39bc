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
  "Total",
  CASE WHEN "Month" IS NOT NULL THEN first_value("Total") OVER (PARTITION BY "Channel" ORDER BY "Month" RANGE BETWEEN INTERVAL '1 month' PRECEDING AND INTERVAL '1 month' PRECEDING) END AS "Month Before",
  CASE WHEN "Month" IS NOT NULL THEN first_value("Total") OVER (PARTITION BY "Channel" ORDER BY "Month" RANGE BETWEEN INTERVAL '1 year' PRECEDING AND INTERVAL '1 year' PRECEDING) END AS "Year Before"
FROM "by Month, Channel"
ORDER BY "Month" NULLS LAST, "Channel" NULLS LAST
-- []
