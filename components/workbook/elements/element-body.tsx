"use client";

import type { ReactNode } from "react";
import type { Element } from "#lib/workbook/workbook";
import { ChartBody } from "./chart-body.tsx";
import { ControlBody } from "./control-body.tsx";
import { TableBody } from "./table-body.tsx";
import { TextBody } from "./text-body.tsx";

type ElementBodyProps = {
  readonly element: Element;
  /** It was in sight: only then it asks for its data. */
  readonly isSeen: boolean;
};

export function ElementBody({ element, isSeen }: ElementBodyProps): ReactNode {
  switch (element.kind) {
    case "table":
      return <TableBody element={element} isSeen={isSeen} />;
    case "chart":
      return <ChartBody element={element} isSeen={isSeen} />;
    case "text":
      return <TextBody element={element} isSeen={isSeen} />;
    case "control":
      return <ControlBody element={element} />;
  }
}
