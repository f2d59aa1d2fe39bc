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
  CAST("Orders"."Sales" AS double precision) / NULLIF(CAST("by Region"."Region Total" AS double precision), 0) AS "Share",
  "by Region"."Region Total" AS "Region Total"
FROM "Orders"
LEFT JOIN "by Region" ON COALESCE("Orders"."Region", '') = COALESCE("by Region"."Region", '') AND ("Orders"."Region" IS NULL) = ("by Region"."Region" IS NULL)
-- []
