// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ColumnMenu } from "#components/workbook/table/column-menu";
import { ColumnText } from "#components/workbook/table/column-text";
import type { TableActions } from "#components/workbook/table/table-actions";
import type { TableElement } from "#lib/workbook/workbook";
import type { ResultColumn } from "#lib/worksheet/result";
import { stubResizeObserver } from "#tests/support/resize-observer";
import { sampleDocument } from "#tests/support/workbooks";

const ignore = () => undefined;
const actions: TableActions = {
  problem: null,
  clearProblem: ignore,
  changeWorksheet: ignore,
  changeElement: ignore,
  addColumn: ignore,
  aggregate: ignore,
  group: ignore,
  rename: ignore,
};

function sampleTable(): TableElement {
  const table = Object.values(document.elements).find(({ kind }) => kind === "table");
  if (table?.kind !== "table") throw new Error("The sample has a table.");
  return table;
}

const document = sampleDocument("source");

function Column() {
  const [isOpen, setIsOpen] = useState(true);
  const [isRenaming, setIsRenaming] = useState(false);
  const element = sampleTable();
  const worksheet = document.worksheets[element.worksheetId];
  const own = worksheet?.columns[0];
  if (worksheet === undefined || own === undefined) throw new Error("The sample's table has columns.");
  const column: ResultColumn = { ...own, key: own.id, columnId: own.id, type: "text", level: "base" };
  return (
    <>
      <table tabIndex={-1}>
        <thead>
          <tr>
            <th>
              <ColumnMenu
                column={column}
                element={element}
                worksheet={worksheet}
                actions={actions}
                isOpen={isOpen}
                onOpenChange={setIsOpen}
                onPanel={() => setIsRenaming(true)}
                mayBasic
                mayFull
              />
            </th>
          </tr>
        </thead>
      </table>
      {isRenaming && (
        <ColumnText
          kind="rename"
          name={own.name}
          text={own.name}
          onSave={ignore}
          onClose={() => setIsRenaming(false)}
        />
      )}
    </>
  );
}

beforeEach(stubResizeObserver);

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("a window that a column's menu opens has the keyboard, and gives it back to the table", async () => {
  render(<Column />);
  fireEvent.click(screen.getByRole("menuitem", { name: "Rename…" }));
  const field = await screen.findByRole("textbox", { name: "Name" });
  await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  await afterTimers();
  expect(window.document.activeElement).toBe(field);
  fireEvent.keyDown(field, { key: "Escape" });
  await waitFor(() => expect(window.document.activeElement?.tagName).toBe("TABLE"));
});

test("after anything else in a column's menu the table has the keyboard", async () => {
  render(<Column />);
  fireEvent.click(screen.getByRole("menuitem", { name: "Sort ascending" }));
  await waitFor(() => expect(window.document.activeElement?.tagName).toBe("TABLE"));
});

test("all of a column's menu can be reached where the window is lower than it is", () => {
  render(<Column />);
  const scrolling = screen.getByRole("menuitem", { name: "Describe…" }).closest(".overflow-y-auto");
  expect(scrolling?.className).toContain("available-height");
  expect(scrolling?.contains(screen.getByRole("menuitem", { name: "Sort ascending" }))).toBe(true);
});

/** A menu gives the keyboard back in a timer of its own. */
const afterTimers = () => new Promise((resolve) => setTimeout(resolve, 20));
