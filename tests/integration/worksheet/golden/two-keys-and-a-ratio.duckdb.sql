SELECT
  "region" AS "Region",
  "channel" AS "Channel",
  CAST(sum("profit") AS DOUBLE) / NULLIF(sum("sales"), 0) AS "Margin"
FROM "order_lines"
GROUP BY 1, 2
ORDER BY "Region" NULLS LAST, "Channel" NULLS LAST
-- []
