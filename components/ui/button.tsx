import { cva } from "class-variance-authority";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.tsx";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

type ButtonLook = {
  readonly variant?: "primary" | "secondary" | "quiet" | "danger";
  readonly size?: "small" | "medium";
};

const buttonClass = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-on-accent hover:bg-accent/90 active:bg-accent/85",
        secondary: "border-line-strong bg-surface text-text hover:bg-text/5 active:bg-text/10",
        quiet:
          "border-transparent text-quiet hover:bg-text/5 hover:text-text active:bg-text/10 data-[state=open]:bg-text/5",
        danger: "border-danger/50 text-danger hover:bg-danger/8 active:bg-danger/15",
      },
      size: { small: "h-7 px-2 text-sm", medium: "h-8 px-3 text-base" },
      square: { true: "px-0", false: "" },
    },
    compoundVariants: [
      { square: true, size: "small", className: "w-7" },
      { square: true, size: "medium", className: "w-8" },
    ],
    defaultVariants: { variant: "secondary", size: "medium", square: false },
  },
);

type ButtonProps = ComponentProps<"button"> & ButtonLook & { readonly pending?: boolean };

/** A verb. While `pending` it cannot be pressed again and shows that it works. */
export function Button({ variant, size, pending = false, className, children, disabled, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      {...props}
      disabled={disabled === true || pending}
      aria-busy={pending || undefined}
      className={classNames(buttonClass({ variant, size }), className)}
    >
      {pending && <Spinner />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & ButtonLook & { readonly label: string };

/** A square button with an icon; its name is spoken and shown on hover and focus. */
export function IconButton({ label, variant = "quiet", size, className, ...props }: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <button
        type="button"
        {...props}
        aria-label={label}
        className={classNames(buttonClass({ variant, size, square: true }), className)}
      />
    </Tooltip>
  );
}

type ButtonLinkProps = ButtonLook & {
  readonly href: string;
  readonly className?: string;
  /** What is no page of ours: the browser goes there itself. `tab` keeps this page. */
  readonly leaves?: "page" | "tab";
  readonly children: ReactNode;
};

export function ButtonLink({ href, variant, size, className, leaves, children }: ButtonLinkProps) {
  const names = classNames(buttonClass({ variant, size }), className);
  if (leaves !== undefined)
    return (
      <a href={href} className={names} {...(leaves === "tab" ? { target: "_blank", rel: "noopener" } : {})}>
        {children}
      </a>
    );
  return (
    <Link href={href} className={names}>
      {children}
    </Link>
  );
}
