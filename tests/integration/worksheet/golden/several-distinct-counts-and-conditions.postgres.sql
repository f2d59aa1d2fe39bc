SELECT
  "region" AS "Region",
  count(DISTINCT "customer_id") AS "Customers",
  count(*) FILTER (WHERE "returned") AS "Returns",
  sum("sales") FILTER (WHERE ("channel" = CAST($1 AS text))) AS "Online"
FROM "order_lines"
GROUP BY 1
ORDER BY "region" COLLATE "C" NULLS LAST
-- ["Online"]
