WITH "by Month, Region" AS (
  SELECT
    date_trunc('month', CAST("order_date" AS timestamp)) AS "Month",
    "region" AS "Region",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1, 2
),
"by Region" AS (
  SELECT
    "Region",
    sum("Total") AS "Total"
  FROM "by Month, Region"
  GROUP BY 1
)
SELECT
  "by Month, Region"."Region" AS "Region",
  "by Month, Region"."Month" AS "Month",
  "by Month, Region"."Total" AS "Total"
FROM "by Month, Region"
LEFT JOIN "by Region" ON COALESCE("by Month, Region"."Region", '') = COALESCE("by Region"."Region", '') AND ("by Month, Region"."Region" IS NULL) = ("by Region"."Region" IS NULL)
ORDER BY "by Region"."Total" DESC NULLS LAST, "by Month, Region"."Region" COLLATE "C" NULLS LAST, "Month" NULLS LAST
-- []
