SELECT
  "channel" AS "Channel",
  CAST(sum("profit") AS DOUBLE) / NULLIF(sum("sales"), 0) AS "Profit Ratio",
  count(*) AS "Lines"
FROM "order_lines"
GROUP BY 1
ORDER BY "Channel" NULLS LAST
-- []
