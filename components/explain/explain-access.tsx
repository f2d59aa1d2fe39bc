"use client";

import { createContext, type ReactNode, useContext } from "react";

/** Whether charts can be explained here: the permission is there, and a model. */
const ExplainAccess = createContext(false);

export function ExplainAccessProvider({
  canExplain,
  children,
}: {
  readonly canExplain: boolean;
  readonly children: ReactNode;
}) {
  return <ExplainAccess value={canExplain}>{children}</ExplainAccess>;
}

export function useCanExplain(): boolean {
  return useContext(ExplainAccess);
}
