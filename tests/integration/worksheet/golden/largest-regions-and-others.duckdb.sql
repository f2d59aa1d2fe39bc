WITH "Orders" AS (
  SELECT
    "region" AS "Region",
    "sales" AS "Sales"
  FROM "order_lines"
),
"by Region" AS (
  SELECT
    "Region",
    sum("Sales") AS "Sum"
  FROM "Orders"
  GROUP BY 1
),
"by Region 2" AS (
  SELECT
    "Region",
    CASE WHEN row_number() OVER (ORDER BY "Sum" DESC NULLS LAST, "Region" NULLS LAST) <= CAST($1 AS DECIMAL(1, 0)) THEN "Region" ELSE CAST($2 AS VARCHAR) END AS "Top"
  FROM "by Region"
)
SELECT
  "by Region 2"."Top" AS "Top",
  sum("Orders"."Sales") AS "Total",
  avg("Orders"."Sales") AS "Mean"
FROM "Orders"
LEFT JOIN "by Region 2" ON "Orders"."Region" IS NOT DISTINCT FROM "by Region 2"."Region"
GROUP BY 1
ORDER BY "Total" DESC NULLS LAST, "Top" NULLS LAST
-- ["2","Others"]
