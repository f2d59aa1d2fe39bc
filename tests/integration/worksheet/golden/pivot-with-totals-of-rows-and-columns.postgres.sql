WITH "by Month, Region, Channel" AS (
  SELECT
    date_trunc('month', CAST("order_date" AS timestamp)) AS "Month",
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
LEFT JOIN "by Region, Channel" ON COALESCE("by Month, Region, Channel"."Region", '') = COALESCE("by Region, Channel"."Region", '') AND ("by Month, Region, Channel"."Region" IS NULL) = ("by Region, Channel"."Region" IS NULL) AND COALESCE("by Month, Region, Channel"."Channel", '') = COALESCE("by Region, Channel"."Channel", '') AND ("by Month, Region, Channel"."Channel" IS NULL) = ("by Region, Channel"."Channel" IS NULL)
LEFT JOIN "by Month" ON COALESCE("by Month, Region, Channel"."Month", TIMESTAMP '1970-01-01') = COALESCE("by Month"."Month", TIMESTAMP '1970-01-01') AND ("by Month, Region, Channel"."Month" IS NULL) = ("by Month"."Month" IS NULL)
CROSS JOIN "total"
ORDER BY "by Month, Region, Channel"."Region" COLLATE "C" NULLS LAST, "by Month, Region, Channel"."Channel" COLLATE "C" NULLS LAST, "Month" NULLS LAST
-- []
