import { describe, expect, test } from "vitest";
import { checkView, formulaScopeIn } from "#lib/worksheet/check";
import { createPreview, previewScope, previewWorksheetId } from "#lib/worksheet/formula-preview";
import { shopSources } from "#tests/support/shop";

const scope = { sources: shopSources, customFunctions: [], weekStart: "sunday" } as const;

function preview(formula: string) {
  const made = createPreview("orders", formula, 100, scope);
  if (!made.ok) return { codes: made.checked.diagnostics.map(({ code }) => code) };
  const { schema, diagnostics } = checkView(made.view, { ...scope, document: made.document });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return { level: made.level, columns: schema.map(({ name }) => name), errors };
}

describe("the preview of a formula", () => {
  test("runs per row, with the columns that it reads beside it", () => {
    expect(preview("[Sales] * 2 + [sales]")).toEqual({ level: "base", columns: ["Result", "Sales"], errors: [] });
  });

  test("names columns of the other side by their relationship", () => {
    expect(preview("Upper([Products/Category])")).toMatchObject({
      columns: ["Result", "Products · Category"],
      errors: [],
    });
  });

  test("runs over all rows when it aggregates", () => {
    expect(preview("Sum([Sales]) / Count()")).toEqual({ level: "summary", columns: ["Result"], errors: [] });
  });

  test("shows windows per row", () => {
    expect(preview("CumulativeSum([Sales])")).toMatchObject({ level: "base", errors: [] });
  });

  test("says what is wrong instead", () => {
    expect(preview("Sum([Sales]")).toEqual({ codes: ["missing_bracket"] });
    expect(preview("Sum([Sales]) / [Sales]")).toEqual({ codes: ["lower_level"] });
  });

  test("knows every name of the source and its relationships", () => {
    const names = formulaScopeIn(previewWorksheetId, previewScope("orders", scope))?.names ?? [];
    const paths = names.map(({ path }) => path.join("/"));
    expect(paths).toContain("Sales");
    expect(paths).toContain("Products/Category");
  });
});

test("the engine of the source reaches the formulas, so that they are told what it cannot do", () => {
  const here = { sources: shopSources, customFunctions: [], weekStart: "sunday", dialect: "postgres" } as const;
  expect(formulaScopeIn(previewWorksheetId, previewScope("orders", here))?.dialect).toBe("postgres");
});
