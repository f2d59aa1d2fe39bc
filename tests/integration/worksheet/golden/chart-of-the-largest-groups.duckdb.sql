WITH "by Region" AS (
  SELECT
    "region" AS "Region",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1
),
"by Region 2" AS (
  SELECT
    "Region",
    "Total",
    rank() OVER (ORDER BY "Total" DESC NULLS LAST) AS "Rank"
  FROM "by Region"
)
SELECT
  "Region",
  "Total"
FROM "by Region 2"
WHERE ("Total" IS NOT NULL)
  AND ("Rank" <= CAST($1 AS DECIMAL(1, 0)))
ORDER BY "Total" DESC NULLS LAST, "Region" NULLS LAST
-- ["3"]
