WITH "by Month, Region, Channel" AS (
  SELECT
    CAST(date_trunc('month', "order_date") AS TIMESTAMP) AS "Month",
    "region" AS "Region",
    "channel" AS "Channel",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1, 2, 3
),
"by Region, Channel" AS (
  SELECT
    "Region",
    "Channel",
    sum("Total") AS "Sum"
  FROM "by Month, Region, Channel"
  GROUP BY 1, 2
),
"by Month" AS (
  SELECT
    "Month",
    sum("Total") AS "Sum"
  FROM "by Month, Region, Channel"
  GROUP BY 1
),
"total" AS (
  SELECT sum("Sum") AS "Sum"
  FROM "by Month"
)
SELECT
  "by Month, Region, Channel"."Region" AS "Region",
  "by Month, Region, Channel"."Channel" AS "Channel",
  "by Month, Region, Channel"."Month" AS "Month",
  "by Month, Region, Channel"."Total" AS "Total",
  "by Region, Channel"."Sum" AS "Row",
  "by Month"."Sum" AS "Column",
  "total"."Sum" AS "All"
FROM "by Month, Region, Channel"
LEFT JOIN "by Region, Channel" ON "by Month, Region, Channel"."Region" IS NOT DISTINCT FROM "by Region, Channel"."Region" AND "by Month, Region, Channel"."Channel" IS NOT DISTINCT FROM "by Region, Channel"."Channel"
LEFT JOIN "by Month" ON "by Month, Region, Channel"."Month" IS NOT DISTINCT FROM "by Month"."Month"
CROSS JOIN "total"
ORDER BY "Region" NULLS LAST, "Channel" NULLS LAST, "Month" NULLS LAST
-- []
