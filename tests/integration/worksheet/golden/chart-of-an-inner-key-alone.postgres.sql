SELECT
  "channel" AS "Channel",
  sum("sales") AS "Total"
FROM "order_lines"
GROUP BY 1
ORDER BY "channel" COLLATE "C" NULLS LAST
-- []
