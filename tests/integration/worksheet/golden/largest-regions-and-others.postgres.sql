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
    CASE WHEN row_number() OVER (ORDER BY "Sum" DESC NULLS LAST, "Region" COLLATE "C" NULLS LAST) <= CAST($1 AS numeric) THEN "Region" ELSE CAST($2 AS text) END AS "Top"
  FROM "by Region"
)
SELECT
  "by Region 2"."Top" AS "Top",
  sum("Orders"."Sales") AS "Total",
  CAST(avg("Orders"."Sales") AS double precision) AS "Mean"
FROM "Orders"
LEFT JOIN "by Region 2" ON COALESCE("Orders"."Region", '') = COALESCE("by Region 2"."Region", '') AND ("Orders"."Region" IS NULL) = ("by Region 2"."Region" IS NULL)
GROUP BY 1
ORDER BY "Total" DESC NULLS LAST, "by Region 2"."Top" COLLATE "C" NULLS LAST
-- ["2","Others"]
