import { findFunction } from "./functions/table.ts";
import { writeReferencePath, writeTextLiteral } from "./parse/literals.ts";
import type { BinaryOperator, Comment, Expression } from "./syntax.ts";
