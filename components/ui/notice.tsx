import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.tsx";

const tones = {
  info: { icon: Info, frame: "border-line bg-surface", mark: "text-quiet" },
  positive: { icon: CircleCheck, frame: "border-positive/35 bg-positive/6", mark: "text-positive" },
  warning: { icon: TriangleAlert, frame: "border-warning/40 bg-warning/8", mark: "text-warning" },
  danger: { icon: CircleAlert, frame: "border-danger/40 bg-danger/6", mark: "text-danger" },
} as const;

type NoticeProps = {
  readonly tone?: keyof typeof tones;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons or links: what to do next. */
  readonly actions?: ReactNode;
  /** Offers to try again what failed. Absent or null: that would not help. */
  readonly onRetry?: (() => void) | null;
  /** It is being tried again. */
  readonly isRetrying?: boolean;
  readonly className?: string;
};

/** What happened, why, and what to do. Danger is announced at once, the rest when the reader pauses. */
export function Notice({ tone = "info", title, children, actions, onRetry, isRetrying, className }: NoticeProps) {
  const { icon: Icon, frame, mark } = tones[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={classNames("flex gap-2.5 rounded-md border px-3 py-2.5", frame, className)}
    >
      <Icon aria-hidden="true" className={classNames("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1">
        {title !== undefined && <p className="font-medium">{title}</p>}
        {children !== undefined && <div className={title === undefined ? "" : "mt-0.5 text-quiet"}>{children}</div>}
        {(actions !== undefined || onRetry != null) && (
          <div className="mt-2 flex flex-wrap gap-2">
            {actions}
            {onRetry != null && (
              <Button size="small" pending={isRetrying ?? false} onClick={onRetry}>
                Try again
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
