import { EditorView } from "@codemirror/view";

const mono = '"JetBrains Mono Variable", ui-monospace, monospace';
const sans = '"Inter Variable", ui-sans-serif, system-ui, sans-serif';

/**
 * The editor as a field of the look. Colours are its roles, so it follows the theme without being told. Who holds it may set its height
 * by `--formula-least` and `--formula-most`.
 */
export const formulaTheme = EditorView.theme({
  "&": {
    color: "var(--text)",
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    fontSize: "14px",
  },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "0" },
  ".cm-scroller": {
    fontFamily: mono,
    lineHeight: "1.6",
    maxHeight: "var(--formula-most, 16rem)",
    fontVariantLigatures: "none",
  },
  ".cm-content": { padding: "8px 0", minHeight: "var(--formula-least, 62px)", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 10px" },
  ".cm-placeholder": { color: "var(--text-quiet)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-quiet)", color: "var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", color: "var(--danger)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--danger) 1px",
    textUnderlineOffset: "4px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warning) 1px",
    textUnderlineOffset: "4px",
  },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--danger)" },
  ".cm-lintPoint-warning:after": { borderBottomColor: "var(--warning)" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--text)",
    border: "none",
    borderRadius: "6px",
    boxShadow: "var(--shadow)",
    maxWidth: "min(480px, calc(100vw - 24px))",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-hover, .cm-tooltip-above": { marginBottom: "4px" },
  ".cm-diagnostic": { fontFamily: sans, fontSize: "13px", padding: "8px 10px", border: "none" },
  ".cm-diagnosticAction": {
    display: "block",
    margin: "6px 0 0",
    padding: "2px 8px",
    font: "inherit",
    fontWeight: "500",
    color: "var(--text)",
    backgroundColor: "transparent",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
  },
  ".cm-formula-panel": { padding: "7px 10px" },
  ".cm-formula-signature": { fontFamily: mono, fontSize: "12px", color: "var(--text-quiet)", overflowWrap: "anywhere" },
  ".cm-formula-signature strong": { color: "var(--accent)", fontWeight: "600" },
  ".cm-formula-hint": { fontFamily: sans, fontSize: "13px", marginTop: "3px", lineHeight: "1.4" },
  ".cm-tooltip.cm-tooltip-autocomplete": { overflow: "visible" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: mono,
    fontSize: "13px",
    maxHeight: "14rem",
    minWidth: "min(20rem, calc(100vw - 24px))",
    maxWidth: "min(30rem, calc(100vw - 24px))",
    padding: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    alignItems: "baseline",
    gap: "8px",
    padding: "3px 8px",
    borderRadius: "4px",
    color: "var(--text)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent-quiet)",
    color: "var(--text)",
  },
  ".cm-formula-kind": { width: "2ch", flexShrink: "0", color: "var(--text-quiet)" },
  ".cm-completionLabel": { flexShrink: "0", maxWidth: "75%", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionDetail": {
    flex: "1",
    minWidth: "0",
    marginLeft: "auto",
    overflow: "hidden",
    textOverflow: "ellipsis",
    color: "var(--text-quiet)",
    fontStyle: "normal",
    textAlign: "right",
  },
  ".cm-tooltip.cm-completionInfo": {
    fontFamily: sans,
    fontSize: "13px",
    lineHeight: "1.4",
    padding: "8px 10px",
    maxWidth: "18rem",
  },
  // It would lie over the list that it explains.
  "@media (max-width: 640px)": { ".cm-tooltip.cm-completionInfo": { display: "none" } },
});
