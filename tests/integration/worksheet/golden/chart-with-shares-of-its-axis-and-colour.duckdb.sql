WITH "by Month, Channel" AS (
  SELECT
    CAST(date_trunc('month', "order_date") AS TIMESTAMP) AS "Month",
    "channel" AS "Channel",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1, 2
),
"by Month" AS (
  SELECT
    "Month",
    sum("Total") AS "Total"
  FROM "by Month, Channel"
  GROUP BY 1
),
"by Channel" AS (
  SELECT
    "Channel",
    sum("Total") AS "Total"
  FROM "by Month, Channel"
  GROUP BY 1
)
SELECT
  "by Month, Channel"."Month" AS "Month",
  "by Month, Channel"."Channel" AS "Channel",
  "by Month, Channel"."Total" AS "Total",
  CAST("by Month, Channel"."Total" AS DOUBLE) / NULLIF("by Month"."Total", 0) AS "Axis",
  CAST("by Month, Channel"."Total" AS DOUBLE) / NULLIF("by Channel"."Total", 0) AS "Color"
FROM "by Month, Channel"
LEFT JOIN "by Month" ON "by Month, Channel"."Month" IS NOT DISTINCT FROM "by Month"."Month"
LEFT JOIN "by Channel" ON "by Month, Channel"."Channel" IS NOT DISTINCT FROM "by Channel"."Channel"
ORDER BY "Month" NULLS LAST, "Channel" NULLS LAST
-- []
