WITH "by Region, Channel" AS (
  SELECT
    "region" AS "Region",
    "channel" AS "Channel",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1, 2
),
"by Region" AS (
  SELECT
    "Region",
    sum("Total") AS "Sum"
  FROM "by Region, Channel"
  GROUP BY 1
)
SELECT
  "by Region, Channel"."Region" AS "Region",
  "by Region, Channel"."Channel" AS "Channel",
  "by Region, Channel"."Total" AS "Total",
  CAST("by Region, Channel"."Total" AS DOUBLE) / NULLIF("by Region"."Sum", 0) AS "Share"
FROM "by Region, Channel"
LEFT JOIN "by Region" ON "by Region, Channel"."Region" IS NOT DISTINCT FROM "by Region"."Region"
ORDER BY "Region" NULLS LAST, "Channel" NULLS LAST
-- []
