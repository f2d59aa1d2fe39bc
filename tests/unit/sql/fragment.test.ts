import { expect, it } from "vitest";
import { join, parameter, render, sql } from "#lib/sql/fragment";

it("composes more parts than a call takes arguments", () => {
  const many = join(
    Array.from({ length: 150_000 }, (_, index) => parameter(index)),
    " + ",
  );
  const { params, sql: text } = render(sql`SELECT ${many}`);
  expect(params).toHaveLength(150_000);
  expect(text.startsWith("SELECT $1 + $2 + ")).toBe(true);
});
