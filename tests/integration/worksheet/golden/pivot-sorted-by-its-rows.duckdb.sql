WITH "by Month, Region" AS (
  SELECT
    CAST(date_trunc('month', "order_date") AS TIMESTAMP) AS "Month",
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
LEFT JOIN "by Region" ON "by Month, Region"."Region" IS NOT DISTINCT FROM "by Region"."Region"
ORDER BY "by Region"."Total" DESC NULLS LAST, "Region" NULLS LAST, "Month" NULLS LAST
-- []
