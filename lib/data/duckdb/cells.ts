import "server-only";
import {
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  type DuckDBResult,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBValue,
  type Json,
  JsonDuckDBValueConverter,
} from "@duckdb/node-api";
import type { Cell } from "#lib/worksheet/result";
import { dayText, numberCell, timeText } from "../cells.ts";

/** The chunk's columns in wire form. */
export function cellsOf(result: DuckDBResult, chunk: DuckDBDataChunk): Cell[][] {
  return Array.from({ length: chunk.columnCount }, (_, column) => {
    if (nestedTypes.has(result.columnTypeId(column))) {
      return chunk.convertColumnValues(column, JsonDuckDBValueConverter).map(nestedCell);
    }
    return chunk.getColumnValues(column).map(cellOf);
  });
}

const nestedTypes: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.LIST,
  DuckDBTypeId.STRUCT,
  DuckDBTypeId.MAP,
  DuckDBTypeId.ARRAY,
  DuckDBTypeId.UNION,
]);

function nestedCell(value: Json | null): Cell {
  return value === null ? null : JSON.stringify(value);
}

function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof DuckDBDecimalValue) return numberCell(value.toString());
  if (value instanceof DuckDBDateValue) return value.isFinite ? dayText(value.days) : null;
  const timestamp = timestampCell(value);
  return timestamp === undefined ? value.toString() : timestamp;
}

function timestampCell(value: DuckDBValue): Cell | undefined {
  const micros = microsOf(value);
  return typeof micros === "bigint" ? timeText(micros) : micros;
}

/** Null for the infinities, undefined for what is no timestamp. */
function microsOf(value: DuckDBValue): bigint | null | undefined {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return value.isFinite ? value.micros : null;
  if (value instanceof DuckDBTimestampSecondsValue) return value.isFinite ? value.seconds * 1_000_000n : null;
  if (value instanceof DuckDBTimestampMillisecondsValue) return value.isFinite ? value.millis * 1_000n : null;
  if (value instanceof DuckDBTimestampNanosecondsValue) return value.isFinite ? value.nanos / 1_000n : null;
  return undefined;
}
