type ProgressProps = {
  readonly label: string;
  /** From 0 to 1; absent while the length is unknown. */
  readonly value?: number;
  /** Shown at the right: "3.2 of 10 MB". */
  readonly detail?: string;
};

export function Progress({ label, value, detail }: ProgressProps) {
  return (
    <div>
      <div className="mb-1 flex justify-between gap-4 text-sm">
        <span>{label}</span>
        {detail !== undefined && <span className="nums text-quiet">{detail}</span>}
      </div>
      <progress
        aria-label={label}
        value={value}
        max={1}
        className="block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-text/10 indeterminate:animate-breathe [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-[width]"
      />
    </div>
  );
}
