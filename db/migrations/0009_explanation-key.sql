ALTER TABLE "run" ADD COLUMN "explanation_key" text;--> statement-breakpoint
CREATE INDEX "run_organization_id_explanation_key_index" ON "run" USING btree ("organization_id","explanation_key");