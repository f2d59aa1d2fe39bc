SELECT
  "region" AS "Region",
  sum("sales") AS "Total"
FROM "order_lines"
GROUP BY 1
ORDER BY "Total" DESC NULLS LAST, "region" COLLATE "C" NULLS LAST
LIMIT 5
-- []
