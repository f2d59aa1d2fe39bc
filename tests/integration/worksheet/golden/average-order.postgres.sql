WITH "by Region, Order ID" AS (
  SELECT
    "region" AS "Region",
    sum("sales") AS "Order Total"
  FROM "order_lines"
  GROUP BY 1, "order_id"
)
SELECT
  "Region",
  CAST(avg("Order Total") AS double precision) AS "Average Order"
FROM "by Region, Order ID"
GROUP BY 1
ORDER BY "Region" COLLATE "C" NULLS LAST
-- []
