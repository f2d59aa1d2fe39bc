SELECT
  "region" AS "Region",
  count(DISTINCT "customer_id") AS "Customers",
  count(*) FILTER (WHERE "returned") AS "Returns",
  sum("sales") FILTER (WHERE ("channel" = CAST($1 AS VARCHAR))) AS "Online"
FROM "order_lines"
GROUP BY 1
ORDER BY "Region" NULLS LAST
-- ["Online"]
