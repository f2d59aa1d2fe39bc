SELECT
  "region" AS "Region",
  "channel" AS "Channel",
  CAST(sum("profit") AS double precision) / NULLIF(CAST(sum("sales") AS double precision), 0) AS "Margin"
FROM "order_lines"
GROUP BY 1, 2
ORDER BY "region" COLLATE "C" NULLS LAST, "channel" COLLATE "C" NULLS LAST
-- []
