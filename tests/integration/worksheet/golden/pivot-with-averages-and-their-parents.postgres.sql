WITH "Orders" AS (
  SELECT
    "region" AS "Region",
    "channel" AS "Channel",
    "sales" AS "Sales",
    date_trunc('month', CAST("order_date" AS timestamp)) AS "Month"
  FROM "order_lines"
),
"by Month, Region, Channel" AS (
  SELECT
    "Month",
    "Region",
    "Channel",
    CAST(avg("Sales") AS double precision) AS "Mean"
  FROM "Orders"
  GROUP BY 1, 2, 3
),
"by Month, Region" AS (
  SELECT
    "Month",
    "Region",
    CAST(avg("Sales") AS double precision) AS "Avg"
  FROM "Orders"
  GROUP BY 1, 2
),
"by Month" AS (
  SELECT
    "Month",
    CAST(avg("Sales") AS double precision) AS "Avg"
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
LEFT JOIN "by Month, Region" ON COALESCE("by Month, Region, Channel"."Month", TIMESTAMP '1970-01-01') = COALESCE("by Month, Region"."Month", TIMESTAMP '1970-01-01') AND ("by Month, Region, Channel"."Month" IS NULL) = ("by Month, Region"."Month" IS NULL) AND COALESCE("by Month, Region, Channel"."Region", '') = COALESCE("by Month, Region"."Region", '') AND ("by Month, Region, Channel"."Region" IS NULL) = ("by Month, Region"."Region" IS NULL)
LEFT JOIN "by Month" ON COALESCE("by Month, Region, Channel"."Month", TIMESTAMP '1970-01-01') = COALESCE("by Month"."Month", TIMESTAMP '1970-01-01') AND ("by Month, Region, Channel"."Month" IS NULL) = ("by Month"."Month" IS NULL)
ORDER BY "by Month, Region, Channel"."Region" COLLATE "C" NULLS LAST, "by Month, Region, Channel"."Channel" COLLATE "C" NULLS LAST, "Month" NULLS LAST
-- []
