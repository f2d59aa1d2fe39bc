/** Decimal numbers of any size, exactly: `units` tenths, hundredths … of one, by `scale`. */
export type Decimal = { readonly kind: "decimal"; readonly units: bigint; readonly scale: number };

export type Rounding = "half" | "cut" | "up" | "down";

export function decimal(units: bigint | number, scale = 0): Decimal {
  return { kind: "decimal", units: BigInt(units), scale };
}

/** `-12.50`, `1e3`; null for what is no number. */
export function parseDecimal(text: string): Decimal | null {
  const match = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text.trim());
  if (match === null) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole + fraction === "") return null;
  const units = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? decimal(units, scale) : decimal(units * ten(-scale));
}

function ten(power: number): bigint {
  return 10n ** BigInt(power);
}

function unitsAt(value: Decimal, scale: number): bigint {
  return value.units * ten(scale - value.scale);
}

function aligned(left: Decimal, right: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(left.scale, right.scale);
  return [unitsAt(left, scale), unitsAt(right, scale), scale];
}

export function add(left: Decimal, right: Decimal): Decimal {
  const [first, second, scale] = aligned(left, right);
  return decimal(first + second, scale);
}

export function negate(value: Decimal): Decimal {
  return decimal(-value.units, value.scale);
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return add(left, negate(right));
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return decimal(left.units * right.units, left.scale + right.scale);
}

export function compareDecimals(left: Decimal, right: Decimal): number {
  const [first, second] = aligned(left, right);
  return first < second ? -1 : first > second ? 1 : 0;
}

/** With the sign of the dividend. */
export function remainder(left: Decimal, right: Decimal): Decimal {
  const [first, second, scale] = aligned(left, right);
  return decimal(first % second, scale);
}

/** Cut toward zero. */
export function wholeQuotient(left: Decimal, right: Decimal): Decimal {
  const [first, second] = aligned(left, right);
  return decimal(first / second);
}

/** To so many decimals; negative: to tens, hundreds … */
export function roundTo(value: Decimal, places: number, rounding: Rounding): Decimal {
  if (places >= value.scale) return value;
  const step = ten(value.scale - places);
  const cut = value.units / step;
  const rest = value.units - cut * step;
  const isAway = {
    half: 2n * (rest < 0n ? -rest : rest) >= step,
    cut: false,
    up: rest > 0n,
    down: rest < 0n,
  }[rounding];
  const units = isAway ? cut + (rest < 0n ? -1n : 1n) : cut;
  return places >= 0 ? decimal(units, places) : decimal(units * ten(-places));
}

export function formatDecimal({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  const text = `${digits.slice(0, digits.length - scale)}${scale === 0 || fraction === "" ? "" : `.${fraction}`}`;
  return units < 0n ? `-${text}` : text;
}

export function toDouble(value: Decimal): number {
  return Number(formatDecimal(value));
}

/** Digits before the point. */
export function wholeDigits(value: Decimal): number {
  return formatDecimal(value).replace("-", "").split(".")[0]?.length ?? 0;
}
