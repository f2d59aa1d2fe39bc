CREATE TABLE "workbook" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"owner_id" uuid NOT NULL,
	"document" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"published_version_id" uuid,
	"published_revision" integer,
	"base_workbook_id" uuid,
	"base_version_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_by" uuid
);
--> statement-breakpoint
CREATE TABLE "workbook_grant" (
	"organization_id" uuid NOT NULL,
	"workbook_id" uuid NOT NULL,
	"grantee_kind" text NOT NULL,
	"grantee_id" uuid NOT NULL,
	"access" text NOT NULL,
	CONSTRAINT "workbook_grant_workbook_id_grantee_kind_grantee_id_pk" PRIMARY KEY("workbook_id","grantee_kind","grantee_id")
);
--> statement-breakpoint
CREATE TABLE "workbook_version" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"workbook_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"document" jsonb NOT NULL,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_by" uuid,
	CONSTRAINT "workbook_version_workbookId_number_unique" UNIQUE("workbook_id","number")
);
--> statement-breakpoint
ALTER TABLE "workbook" ADD CONSTRAINT "workbook_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workbook" ADD CONSTRAINT "workbook_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workbook_grant" ADD CONSTRAINT "workbook_grant_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workbook_grant" ADD CONSTRAINT "workbook_grant_workbook_id_workbook_id_fk" FOREIGN KEY ("workbook_id") REFERENCES "public"."workbook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workbook_version" ADD CONSTRAINT "workbook_version_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workbook_version" ADD CONSTRAINT "workbook_version_workbook_id_workbook_id_fk" FOREIGN KEY ("workbook_id") REFERENCES "public"."workbook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "workbook_organization_id_updated_at_index" ON "workbook" USING btree ("organization_id","updated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "workbook_owner_id_base_workbook_id_index" ON "workbook" USING btree ("owner_id","base_workbook_id");