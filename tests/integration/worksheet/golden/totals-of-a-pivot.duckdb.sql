SELECT
  "region" AS "Region",
  sum("sales") AS "Total",
  avg("sales") AS "Mean"
FROM "order_lines"
GROUP BY 1
ORDER BY "Region" NULLS LAST
-- []
