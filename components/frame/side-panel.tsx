"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";
import { classNames } from "#components/ui/class-names";

type SidePanelProps = {
  readonly title: string;
  /** Without `href`: not in this version, and said so. */
  readonly items: readonly { readonly label: string; readonly href?: string }[];
  readonly children: ReactNode;
};

/** A second navigation beside a place with several pages; a row above them on narrow screens. */
export function SidePanel({ title, items, children }: SidePanelProps) {
  const pathname = usePathname();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (!pathname) return;
    // On narrow screens the row is longer than the screen: where one is must be in sight.
    const current = list.current?.querySelector<HTMLElement>('a[aria-current="page"]');
    if (list.current && current) list.current.scrollLeft = current.offsetLeft - list.current.offsetLeft - 40;
  }, [pathname]);
  return (
    <div className="flex flex-1 flex-col lg:flex-row">
      <nav
        aria-label={title}
        className="shrink-0 border-b px-2 py-2 lg:sticky lg:top-12 lg:h-[calc(100dvh-3rem)] lg:w-48 lg:border-r lg:border-b-0 lg:py-4"
      >
        <p className="hidden px-2 pb-1.5 text-quiet text-xs lg:block">{title}</p>
        <ul ref={list} className="flex gap-0.5 overflow-x-auto lg:flex-col">
          {items.map((item) => (
            <li key={item.label} className="shrink-0">
              {item.href === undefined ? (
                <span className="hidden h-8 items-center justify-between gap-2 px-2 text-quiet lg:flex">
                  {item.label}
                  <span className="text-xs">Not yet</span>
                </span>
              ) : (
                <Link
                  href={item.href}
                  aria-current={pathname.startsWith(item.href) ? "page" : undefined}
                  className={classNames(
                    "flex h-8 items-center rounded-md px-2 transition-colors hover:bg-text/5",
                    pathname.startsWith(item.href) ? "bg-text/7 font-medium" : "text-quiet hover:text-text",
                  )}
                >
                  {item.label}
                </Link>
              )}
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
