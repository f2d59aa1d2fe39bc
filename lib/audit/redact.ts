import "server-only";

const secretName =
  /(api[-_]?key|password|passphrase|secret|authorization|cookie|credential|private[-_]?key|access[-_]?key|token)$/i;

/** A copy for the audit log: values under names of secrets are replaced, at any depth. */
export function redact(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, secretName.test(name) ? "[redacted]" : redactValue(entry)]),
  );
}

function redactValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactValue);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null) return redact({ ...value });
  return value;
}
