import { createPhraseTable } from "./phrases.ts";

export type ChartWish = "bar" | "line" | "area" | "scatter" | "pie" | "donut" | "histogram" | "stacked" | "any";

const nouns = (list: string): string =>
  list
    .split("|")
    .flatMap((kind) =>
      ["", " chart", " charts", " graph", " graphs", " plot", " plots", " diagram"].map((noun) => `${kind}${noun}`),
    )
    .join("|");

/** Words that ask for a drawing. They never name data. */
export const chartWords = createPhraseTable<ChartWish>([
  ["stacked", `${nouns("stacked bar|stacked column")}|stacked`],
  [
    "bar",
    `${["bar", "column"].flatMap((kind) => ["chart", "charts", "graph", "graphs", "plot", "diagram"].map((noun) => `${kind} ${noun}`)).join("|")}|barchart|bar|bars|bar grpah|a bar`,
  ],
  [
    "line",
    `${["line", "time series", "trend"].flatMap((kind) => ["chart", "charts", "graph", "graphs", "plot"].map((noun) => `${kind} ${noun}`)).join("|")}|linechart|line chart|a line|time series|line`,
  ],
  ["area", "area chart|area graph|area plot"],
  [
    "scatter",
    `${nouns("scatter|scattered")}|scatterplot|scatterplots|point chart|correlation|relationship between|correlation between|correlation of|relationship|bubble chart`,
  ],
  ["pie", `${nouns("pie")}|piechart`],
  ["donut", "donut|donut chart|doughnut|doughnut chart"],
  [
    "histogram",
    "histogram|histograms|histogram chart|distribution of|distribution|distributions of|frequency distribution",
  ],
  [
    "any",
    "chart|graph|plot|visualize|visualise|visualization|visualisation|draw|diagram|as a chart|as a graph|charts|graphs|plots|visualized|plotted|depict|illustrate",
  ],
]);

export type Channel = "x" | "y" | "color" | "facet" | "trend" | "bins";

/** Both "x axis" and "x-axis", which the tokenizer takes apart. */
const axis = (letter: string): string =>
  ["", "on the ", "on ", "as ", "as the ", "along the ", "the ", "on each "]
    .flatMap((lead) => [" axis", " - axis", ""].map((noun) => `${lead}${letter}${noun}`))
    .join("|");

export const channelWords = createPhraseTable<Channel>([
  ["x", axis("x")],
  ["y", axis("y")],
  [
    "color",
    "color by|colored by|coloured by|colour by|color coded by|coloring by|colouring by|color|colored|colors|colour|coloured|color coded|with color|color encoding|color for|as color|in different colors|different colors|different color|color them by|hue|colour coded by|color as|colored according to|color based on",
  ],
  [
    "facet",
    "facet by|faceted by|facet|faceted|small multiples|trellis|separate charts for each|separate charts|separate|in separate charts|separated into|separate into|multiple charts|one chart per|split into|panels|separate plots|column facet",
  ],
  [
    "trend",
    "over time|over the years|trend|trends|trend of|changed over|change over|changes over|time series of|through time|across time|over the course of time|evolve|evolved|evolution of|evolution|through the years|across the years|change in|over years",
  ],
  ["bins", "binned|bin|bins|buckets|bucketed|intervals|interval|binned by|bin by"],
]);
