SELECT
  "channel" AS "Channel",
  CAST(sum("profit") AS double precision) / NULLIF(CAST(sum("sales") AS double precision), 0) AS "Profit Ratio",
  count(*) AS "Lines"
FROM "order_lines"
GROUP BY 1
ORDER BY "channel" COLLATE "C" NULLS LAST
-- []
