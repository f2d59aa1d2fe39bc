WITH "by Region, Channel" AS (
  SELECT
    "region" AS "Region",
    "channel" AS "Channel",
    sum("sales") AS "Total"
  FROM "order_lines"
  GROUP BY 1, 2
),
"by Region, Channel 2" AS (
  SELECT
    "Region",
    "Channel",
    "Total",
    rank() OVER (PARTITION BY "Region" ORDER BY "Total" DESC NULLS LAST) AS "Rank"
  FROM "by Region, Channel"
)
SELECT
  "Region",
  "Channel",
  "Total"
FROM "by Region, Channel 2"
WHERE ("Total" IS NOT NULL)
  AND ("Rank" <= CAST($1 AS numeric))
ORDER BY "Region" COLLATE "C" NULLS LAST, "Channel" COLLATE "C" NULLS LAST
-- ["1"]
