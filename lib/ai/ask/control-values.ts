import "server-only";
import type { Control, Filter, Worksheet } from "#lib/worksheet/worksheet";

/** The worksheet with what its controls are set to in place of the controls, so that it can stand without them. */
export function withControlValues(worksheet: Worksheet, controls: readonly Control[]): Worksheet {
  return { ...worksheet, filters: worksheet.filters.map((filter) => settle(filter, controls)) };
}

function settle(filter: Filter, controls: readonly Control[]): Filter {
  const find = (part: unknown): Control | undefined => controls.find(({ id }) => id === controlIdOf(part));
  switch (filter.kind) {
    case "list": {
      const control = find(filter.values);
      return control?.kind === "list" ? { ...filter, values: control.value } : filter;
    }
    case "text": {
      const control = find(filter.text);
      return control?.kind === "text" ? { ...filter, text: control.value ?? "" } : filter;
    }
    case "range": {
      const [min, max] = [find(filter.min), find(filter.max)];
      return {
        ...filter,
        ...(min === undefined ? {} : { min: numberOf(min, "min") }),
        ...(max === undefined ? {} : { max: numberOf(max, "max") }),
      };
    }
    case "dateRange": {
      if (filter.range.kind !== "between") return filter;
      const [start, end] = [find(filter.range.start), find(filter.range.end)];
      const range = {
        ...filter.range,
        ...(start?.kind === "dateRange" ? { start: start.start } : {}),
        ...(end?.kind === "dateRange" ? { end: end.end } : {}),
      };
      return { ...filter, range };
    }
    case "topN":
    case "formula":
      return filter;
  }
}

function controlIdOf(part: unknown): string | null {
  if (typeof part !== "object" || part === null || !("controlId" in part)) return null;
  return typeof part.controlId === "string" ? part.controlId : null;
}

function numberOf(control: Control, end: "min" | "max"): number | null {
  if (control.kind === "number") return control.value;
  return control.kind === "numberRange" ? control[end] : null;
}
