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
WHERE ("Total" >= CAST($1 AS numeric))
ORDER BY "Region" COLLATE "C" NULLS LAST
-- ["100"]
