WITH "by Month, Channel" AS (
  SELECT
    date_trunc('month', CAST("order_date" AS timestamp)) AS "Month",
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
  CAST("by Month, Channel"."Total" AS double precision) / NULLIF(CAST("by Month"."Total" AS double precision), 0) AS "Axis",
  CAST("by Month, Channel"."Total" AS double precision) / NULLIF(CAST("by Channel"."Total" AS double precision), 0) AS "Color"
FROM "by Month, Channel"
LEFT JOIN "by Month" ON COALESCE("by Month, Channel"."Month", TIMESTAMP '1970-01-01') = COALESCE("by Month"."Month", TIMESTAMP '1970-01-01') AND ("by Month, Channel"."Month" IS NULL) = ("by Month"."Month" IS NULL)
LEFT JOIN "by Channel" ON COALESCE("by Month, Channel"."Channel", '') = COALESCE("by Channel"."Channel", '') AND ("by Month, Channel"."Channel" IS NULL) = ("by Channel"."Channel" IS NULL)
ORDER BY "Month" NULLS LAST, "by Month, Channel"."Channel" COLLATE "C" NULLS LAST
-- []
