WITH "Orders" AS (
  SELECT
    "region" AS "Region",
    "sales" AS "Sales"
  FROM "order_lines"
),
"by Region" AS (
  SELECT
    "Region",
    sum("Sales") AS "Region Total"
  FROM "Orders"
  GROUP BY 1
)
SELECT
  "Orders"."Region" AS "Region",
  CAST("Orders"."Sales" AS DOUBLE) / NULLIF("by Region"."Region Total", 0) AS "Share",
  "by Region"."Region Total" AS "Region Total"
FROM "Orders"
LEFT JOIN "by Region" ON "Orders"."Region" IS NOT DISTINCT FROM "by Region"."Region"
-- []
