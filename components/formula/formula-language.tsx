import { HighlightStyle, LRLanguage, syntaxHighlighting } from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { parser } from "#lib/formula/grammar/parser";

/** The grammar of the server, with a colour for each kind of word. */
export const formulaLanguage = LRLanguage.define({
  name: "formula",
  parser: parser.configure({
    props: [
      styleTags({
        "And Or Not": tags.operatorKeyword,
        "True False Null": tags.atom,
        "LineComment BlockComment UnclosedComment": tags.comment,
        Number: tags.number,
        "Text SingleQuoted UnclosedText UnclosedSingleQuoted": tags.string,
        "Reference UnclosedReference": tags.variableName,
        "FunctionName/Identifier": tags.function(tags.variableName),
        "BareName/Identifier": tags.name,
        "Key/Identifier FieldName/Identifier": tags.propertyName,
        "PlusOperator TimesOperator PowerOperator CompareOperator ConcatOperator": tags.operator,
        "( ) { } [ ] , : . Semicolon": tags.punctuation,
      }),
    ],
  }),
  languageData: { closeBrackets: { brackets: ["(", "[", "{", '"'] }, commentTokens: { line: "//" } },
});

/** Colours are roles of the look, so both themes come by themselves. */
export const formulaHighlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.function(tags.variableName), color: "var(--accent)", fontWeight: "500" },
    {
      tag: tags.variableName,
      color: "var(--text)",
      backgroundColor: "color-mix(in oklch, var(--text) 7%, transparent)",
      borderRadius: "3px",
    },
    { tag: tags.string, color: "var(--positive)" },
    { tag: [tags.number, tags.atom], color: "var(--warning)" },
    { tag: tags.operatorKeyword, color: "var(--accent)", fontWeight: "600" },
    { tag: [tags.operator, tags.punctuation], color: "var(--text-quiet)" },
    { tag: tags.comment, color: "var(--text-quiet)", fontStyle: "italic" },
  ]),
);
