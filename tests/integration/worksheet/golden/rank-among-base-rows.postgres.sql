WITH "Orders" AS (
  SELECT
    "order_id" AS "Order ID",
    "sales" AS "Sales",
    rank() OVER (ORDER BY "sales" DESC NULLS LAST) AS "Place"
  FROM "order_lines"
)
SELECT
  "Order ID",
  "Sales",
  "Place"
FROM "Orders"
WHERE ("Place" <= CAST($1 AS numeric))
-- ["3"]
