"use client";

import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { ExplainAccessProvider } from "#components/explain/explain-access";
import { PageSkeleton } from "#components/ui/skeleton";
import type { ThreadViewProps } from "./thread-view.tsx";

/** The thread with all that streams: fetched apart from the page, which is there at once. */
const ThreadView = dynamic(() => import("./thread-view.tsx"), { loading: () => <PageSkeleton label="Loading Ask" /> });

/** A thread that began here keeps its place when its address appears; going back to Ask begins another. */
export function AskPanel(props: ThreadViewProps & { readonly canExplain: boolean }) {
  const pathname = usePathname();
  const previous = useRef(pathname);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (props.thread === null && pathname === "/ask" && previous.current !== "/ask") setRound((count) => count + 1);
    previous.current = pathname;
  }, [pathname, props.thread]);
  return (
    <ExplainAccessProvider canExplain={props.canExplain}>
      <ThreadView key={round} {...props} />
    </ExplainAccessProvider>
  );
}
