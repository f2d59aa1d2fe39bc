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
  CAST("by Region, Channel"."Total" AS double precision) / NULLIF(CAST("by Region"."Sum" AS double precision), 0) AS "Share"
FROM "by Region, Channel"
LEFT JOIN "by Region" ON COALESCE("by Region, Channel"."Region", '') = COALESCE("by Region"."Region", '') AND ("by Region, Channel"."Region" IS NULL) = ("by Region"."Region" IS NULL)
ORDER BY "by Region, Channel"."Region" COLLATE "C" NULLS LAST, "by Region, Channel"."Channel" COLLATE "C" NULLS LAST
-- []
