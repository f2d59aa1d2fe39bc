ALTER TABLE "result" ADD COLUMN "workbook_id" uuid;--> statement-breakpoint
ALTER TABLE "result" ADD CONSTRAINT "result_workbook_id_workbook_id_fk" FOREIGN KEY ("workbook_id") REFERENCES "public"."workbook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "result_workbook_id_index" ON "result" USING btree ("workbook_id");