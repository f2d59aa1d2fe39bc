-- Vectors as bytes: thousands of them are read at once.
DELETE FROM "source_embedding";
--> statement-breakpoint
ALTER TABLE "source_embedding" DROP COLUMN "vector";
--> statement-breakpoint
ALTER TABLE "source_embedding" ADD COLUMN "vector" "bytea" NOT NULL;
