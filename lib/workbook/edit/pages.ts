import type { Page, WorkbookDocument } from "../workbook.ts";
import { freeName } from "./free-name.ts";
import { findDependants, removeElements } from "./remove-element.ts";

export function addPage(document: WorkbookDocument, id: string): WorkbookDocument {
  const names = document.pages.map(({ name }) => name);
  const page: Page = { id, name: freeName(`Page ${document.pages.length + 1}`, names), layout: [] };
  return { ...document, pages: [...document.pages, page] };
}

/** An empty name changes nothing. */
export function renamePage(document: WorkbookDocument, pageId: string, name: string): WorkbookDocument {
  const wanted = name.trim().slice(0, 100);
  if (wanted === "") return document;
  return { ...document, pages: document.pages.map((page) => (page.id === pageId ? { ...page, name: wanted } : page)) };
}

/** `by` tabs to the right, or to the left below zero. */
export function movePage(document: WorkbookDocument, pageId: string, by: number): WorkbookDocument {
  const from = document.pages.findIndex(({ id }) => id === pageId);
  const page = document.pages[from];
  if (page === undefined) return document;
  const others = document.pages.filter(({ id }) => id !== pageId);
  const to = Math.min(Math.max(0, from + by), others.length);
  return { ...document, pages: [...others.slice(0, to), page, ...others.slice(to)] };
}

/** The page with its elements, and with those of other pages that are built on them. The last page stays. */
export function removePage(document: WorkbookDocument, pageId: string): WorkbookDocument {
  const page = document.pages.find(({ id }) => id === pageId);
  if (page === undefined || document.pages.length === 1) return document;
  const own = page.layout.map(({ elementId }) => elementId);
  const dependants = own.flatMap((id) => findDependants(document, id).map((element) => element.id));
  const left = removeElements(document, [...new Set([...own, ...dependants])]);
  return { ...left, pages: left.pages.filter(({ id }) => id !== pageId) };
}
