WITH "Targets 2" AS (
  SELECT
    "region" AS "Key",
    min("target") AS "Lookup"
  FROM "targets"
  GROUP BY 1
)
SELECT
  "order_lines"."order_id" AS "Order ID",
  "order_lines"."region" AS "Region",
  "Targets 2"."Lookup" AS "Target"
FROM "order_lines"
LEFT JOIN "Targets 2" ON "order_lines"."region" = "Targets 2"."Key"
-- []
