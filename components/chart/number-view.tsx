import { ArrowDown, ArrowUp } from "lucide-react";
import type { Kpi } from "#lib/chart/option/kpi";

type NumberViewProps = {
  readonly kpis: readonly Kpi[];
  /** Stands above them: a number of that name need not say it again. */
  readonly title: string;
};

/** One number, or a few, set large, with what they are compared with. */
export function NumberView({ kpis, title }: NumberViewProps) {
  return (
    <dl className="@container flex flex-wrap gap-x-10 gap-y-4 py-1">
      {kpis.map(({ columnId, name, text, change, line }) => (
        <div key={columnId} className="relative flex min-w-0 flex-col">
          <dt className={name === title ? "sr-only" : "order-2 truncate text-quiet text-sm"}>{name}</dt>
          <dd
            className="nums order-1 truncate font-semibold leading-tight tracking-tight"
            style={{ fontSize: sizeOf(text) }}
            title={text}
          >
            {text}
          </dd>
          {change !== null && (
            <dd className="nums order-3 mt-0.5 flex items-center gap-1 text-sm">
              <ChangeMark change={change} />
              <span className="min-w-0 truncate text-quiet">{change.text}</span>
            </dd>
          )}
          {line !== null && (
            <dd className="order-4 mt-1.5" aria-hidden="true">
              <Sparkline values={line} />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** As large as fits in its place: a number that is cut off would be another number. */
function sizeOf(text: string): string {
  return `clamp(13px, ${Math.floor(160 / Math.max(1, text.length))}cqi, 28px)`;
}

/** The arrow says which way, the colour whether that is good; the words beside it carry the sign. */
function ChangeMark({ change }: { readonly change: NonNullable<Kpi["change"]> }) {
  if (change.direction === "none") return null;
  const Arrow = change.direction === "up" ? ArrowUp : ArrowDown;
  return (
    <Arrow aria-hidden="true" className={`size-3.5 shrink-0 ${change.isGood ? "text-positive" : "text-danger"}`} />
  );
}

const [lineWidth, lineHeight] = [160, 32];

function Sparkline({ values }: { readonly values: readonly (number | null)[] }) {
  const known = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const least = known.reduce((a, { value }) => Math.min(a, value), known[0]?.value ?? 0);
  const most = known.reduce((a, { value }) => Math.max(a, value), known[0]?.value ?? 0);
  const points = known.map(({ value, index }) => {
    const x = (index / Math.max(1, values.length - 1)) * (lineWidth - 4) + 2;
    const y = most === least ? lineHeight / 2 : 2 + (1 - (value - least) / (most - least)) * (lineHeight - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      width={lineWidth}
      height={lineHeight}
      viewBox={`0 0 ${lineWidth} ${lineHeight}`}
      preserveAspectRatio="none"
      className="max-w-full text-accent"
    >
      <title>Over time</title>
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
