-- Whatever changes what a source is called or made of, the search index follows.
CREATE FUNCTION request_source_index() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO job (organization_id, kind, input)
  SELECT NEW.organization_id, 'index-source', '{}'::jsonb
  WHERE NOT EXISTS (
    SELECT FROM job WHERE organization_id = NEW.organization_id AND kind = 'index-source' AND attempts = 0
  );
  NOTIFY askbook_job;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER source_is_indexed AFTER INSERT OR UPDATE OF name, description, ai_context, columns, metrics, highlighted ON source
  FOR EACH ROW EXECUTE FUNCTION request_source_index();
