WITH "Products 2" AS (
  SELECT
    "product_id" AS "Product ID",
    min("product_name" COLLATE "C") AS "Product Name"
  FROM "products"
  GROUP BY 1
)
SELECT
  "order_lines"."order_id" AS "Order ID",
  "order_lines"."order_date" AS "Order Date",
  "Products 2"."Product Name" AS "Product Name",
  "order_lines"."sales" - "order_lines"."profit" AS "Net"
FROM "order_lines"
LEFT JOIN "Products 2" ON "order_lines"."product_id" = "Products 2"."Product ID"
ORDER BY "Net" DESC NULLS LAST, "Order ID" NULLS LAST, "Order Date" NULLS LAST, "Products 2"."Product Name" COLLATE "C" NULLS LAST
LIMIT 10
-- []
