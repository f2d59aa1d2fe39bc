WITH "by Region" AS (
  SELECT
    "region" AS "Region",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1
)
SELECT
  "Region",
  "Total"
FROM "by Region"
WHERE ("Total" >= CAST($1 AS DECIMAL(3, 0)))
ORDER BY "Region" NULLS LAST
-- ["100"]
