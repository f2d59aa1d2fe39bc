WITH "by Month, Region" AS (
  SELECT
    CAST(date_trunc('month', "order_date") AS TIMESTAMP) AS "Month",
    "region" AS "Region",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1, 2
),
"Targets 2" AS (
  SELECT
    "month" AS "Key",
    "region" AS "Key 2",
    sum("target") AS "Rollup"
  FROM "targets"
  GROUP BY 1, 2
)
SELECT
  "by Month, Region"."Month" AS "Month",
  "by Month, Region"."Region" AS "Region",
  "by Month, Region"."Total" AS "Total",
  "Targets 2"."Rollup" AS "Target",
  CAST("by Month, Region"."Total" AS DOUBLE) / NULLIF("Targets 2"."Rollup", 0) AS "Reached"
FROM "by Month, Region"
LEFT JOIN "Targets 2" ON "by Month, Region"."Month" = "Targets 2"."Key" AND "by Month, Region"."Region" = "Targets 2"."Key 2"
ORDER BY "Month" NULLS LAST, "Region" NULLS LAST
-- []
