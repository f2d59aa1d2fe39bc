SELECT
  "region" AS "Region",
  sum("sales") AS "Total",
  CAST(avg("sales") AS double precision) AS "Mean"
FROM "order_lines"
GROUP BY 1
ORDER BY "region" COLLATE "C" NULLS LAST
-- []
