import type { ReactNode } from "react";
import { WorkspaceFrame } from "../workspace-frame.tsx";

export default function WorkspaceLayout({ children }: { readonly children: ReactNode }) {
  return <WorkspaceFrame>{children}</WorkspaceFrame>;
}
