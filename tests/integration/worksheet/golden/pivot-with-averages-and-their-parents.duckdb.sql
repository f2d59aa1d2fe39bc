WITH "Orders" AS (
  SELECT
    "region" AS "Region",
    "channel" AS "Channel",
    "sales" AS "Sales",
    CAST(date_trunc('month', "order_date") AS TIMESTAMP) AS "Month"
  FROM "order_lines"
),
"by Month, Region, Channel" AS (
  SELECT
    "Month",
    "Region",
    "Channel",
    avg("Sales") AS "Mean"
  FROM "Orders"
  GROUP BY 1, 2, 3
),
"by Month, Region" AS (
  SELECT
    "Month",
    "Region",
    avg("Sales") AS "Avg"
  FROM "Orders"
  GROUP BY 1, 2
),
"by Month" AS (
  SELECT
    "Month",
    avg("Sales") AS "Avg"
  FROM "Orders"
  GROUP BY 1
)
SELECT
  "by Month, Region, Channel"."Region" AS "Region",
  "by Month, Region, Channel"."Channel" AS "Channel",
  "by Month, Region, Channel"."Month" AS "Month",
  "by Month, Region, Channel"."Mean" AS "Mean",
  "by Month, Region"."Avg" AS "Parent",
  "by Month"."Avg" AS "Outer"
FROM "by Month, Region, Channel"
LEFT JOIN "by Month, Region" ON "by Month, Region, Channel"."Month" IS NOT DISTINCT FROM "by Month, Region"."Month" AND "by Month, Region, Channel"."Region" IS NOT DISTINCT FROM "by Month, Region"."Region"
LEFT JOIN "by Month" ON "by Month, Region, Channel"."Month" IS NOT DISTINCT FROM "by Month"."Month"
ORDER BY "Region" NULLS LAST, "Channel" NULLS LAST, "Month" NULLS LAST
-- []
