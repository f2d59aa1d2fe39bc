import { raw, sql } from "../../../sql/fragment.ts";
import { argument, both, type FunctionDefinition } from "../definition.ts";
import { at, callSql, macro, ofDoubles, toDouble } from "../sql.ts";
import { lowerWithin, math, number } from "./math-function.ts";

const trigonometry = [
  { name: "Sin", description: "The sine of an angle in radians." },
  { name: "Cos", description: "The cosine of an angle in radians." },
  { name: "Tan", description: "The tangent of an angle in radians." },
  { name: "Atan", description: "The angle whose tangent this is." },
  { name: "Degrees", description: "Radians as degrees." },
  { name: "Radians", description: "Degrees as radians." },
];

const earth = `[r] * 2 * Asin(Sqrt(Least(1, Sin(Radians([lat2] - [lat1]) / 2) ^ 2 + Cos(Radians([lat1])) * Cos(Radians([lat2])) * Sin(Radians([lon2] - [lon1]) / 2) ^ 2)))`;

export const trigonometryFunctions: readonly FunctionDefinition[] = [
  math({
    name: "Pi",
    signature: { required: [] },
    description: "The number π.",
    example: "Pi()",
    lowering: both(() => callSql("pi")),
  }),
  ...trigonometry.map(({ name, description }) =>
    math({
      name,
      signature: { required: [number] },
      description,
      example: `${name}(1)`,
      lowering: both(ofDoubles(name.toLowerCase())),
    }),
  ),
  math({
    name: "Cot",
    signature: { required: [number] },
    description: "The cotangent of an angle in radians; Null of zero.",
    example: "Cot(1)",
    lowering: both(
      (call) => sql`1 / ${callSql("NULLIF", callSql("tan", toDouble(call.dialect, at(call, 0))), raw("0"))}`,
    ),
  }),
  ...(["Asin", "Acos"] as const).map((name) =>
    math({
      name,
      signature: { required: [number] },
      description: `The angle whose ${name === "Asin" ? "sine" : "cosine"} this is; Null outside −1 to 1.`,
      example: `${name}(0.5)`,
      lowering: both(lowerWithin(name.toLowerCase(), (value) => sql`${value} BETWEEN -1 AND 1`)),
    }),
  ),
  math({
    name: "Atan2",
    signature: { required: [argument("y", "number"), argument("x", "number")] },
    description: "The angle of the point (x, y).",
    example: "Atan2(1, 1)",
    lowering: both(ofDoubles("atan2")),
  }),
  math({
    name: "DistanceGlobe",
    signature: {
      required: ["latitude 1", "longitude 1", "latitude 2", "longitude 2"].map((name) => argument(name, "number")),
    },
    description: "The distance between two places on the globe in kilometres.",
    example: "DistanceGlobe(52.5, 13.4, 48.9, 2.4)",
    lowering: both(macro(earth, ["lat1", "lon1", "lat2", "lon2"], { r: 6371 })),
  }),
  math({
    name: "DistancePlane",
    signature: { required: ["x 1", "y 1", "x 2", "y 2"].map((name) => argument(name, "number")) },
    description: "The distance between two points on a plane.",
    example: "DistancePlane(0, 0, 3, 4)",
    lowering: both(macro("Sqrt(([x2] - [x1]) ^ 2 + ([y2] - [y1]) ^ 2)", ["x1", "y1", "x2", "y2"])),
  }),
];
