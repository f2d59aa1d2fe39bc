WITH "by Region" AS (
  SELECT
    "region" AS "Region",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1
),
"total" AS (
  SELECT sum("Total") AS "Sum"
  FROM "by Region"
)
SELECT
  "by Region"."Region" AS "Region",
  "by Region"."Total" AS "Total",
  CAST("by Region"."Total" AS double precision) / NULLIF(CAST("total"."Sum" AS double precision), 0) AS "Share"
FROM "by Region"
CROSS JOIN "total"
ORDER BY "by Region"."Region" COLLATE "C" NULLS LAST
-- []
