import {
  ArrowDownUp,
  BarChart3,
  Calculator,
  CircleSlash,
  Columns3,
  Database,
  Filter,
  Group,
  ListEnd,
  type LucideIcon,
  MessageCircleQuestion,
  Play,
  Search,
  Sigma,
  TextSearch,
  TriangleAlert,
} from "lucide-react";

/** What a step of an answer does; each has its icon and its word. */
export const stepKinds = {
  search: { icon: Search, label: "Sources" },
  source: { icon: Database, label: "Source" },
  values: { icon: TextSearch, label: "Values" },
  filter: { icon: Filter, label: "Filter" },
  column: { icon: Sigma, label: "Column" },
  group: { icon: Group, label: "Group" },
  total: { icon: Calculator, label: "Totals" },
  show: { icon: Columns3, label: "Show" },
  sort: { icon: ArrowDownUp, label: "Sort" },
  limit: { icon: ListEnd, label: "Limit" },
  run: { icon: Play, label: "Run" },
  chart: { icon: BarChart3, label: "Chart" },
  ask: { icon: MessageCircleQuestion, label: "Ask back" },
  decline: { icon: CircleSlash, label: "Cannot answer" },
  problem: { icon: TriangleAlert, label: "Mended" },
} as const satisfies Record<string, { icon: LucideIcon; label: string }>;

export type StepKind = keyof typeof stepKinds;

/** One thing that was done, in words. */
export type Step = {
  readonly id: string;
  readonly kind: StepKind;
  readonly title: string;
  /** Set in mono. */
  readonly formula?: string | undefined;
  /** Why, or what came of it. */
  readonly detail?: string | undefined;
  readonly isRunning: boolean;
};
