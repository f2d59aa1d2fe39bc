CREATE TABLE "source_use" (
	"organization_id" uuid NOT NULL,
	"question_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"user_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "source_use_question_id_source_id_pk" PRIMARY KEY("question_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "source_embedding" (
	"organization_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"model" text NOT NULL,
	"text_hash" text NOT NULL,
	"vector" real[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "source_embedding_source_id_model_pk" PRIMARY KEY("source_id","model")
);
--> statement-breakpoint
ALTER TABLE "model_call" ADD COLUMN "question_id" uuid;--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "prices" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "provider_configuration" ADD COLUMN "rate_limits" jsonb;--> statement-breakpoint
ALTER TABLE "source_use" ADD CONSTRAINT "source_use_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_use" ADD CONSTRAINT "source_use_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_embedding" ADD CONSTRAINT "source_embedding_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_embedding" ADD CONSTRAINT "source_embedding_source_id_source_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."source"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "source_use_organization_id_created_at_source_id_index" ON "source_use" USING btree ("organization_id","created_at","source_id");--> statement-breakpoint
CREATE INDEX "source_embedding_organization_id_model_index" ON "source_embedding" USING btree ("organization_id","model");