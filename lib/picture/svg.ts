import "server-only";

/** The picture with its title and description in words: the chart library's own stay outside of it. */
export function describeSvg(svg: string, title: string, description: string): string {
  const end = svg.indexOf(">") + 1;
  if (!svg.startsWith("<svg") || end === 0) throw new Error("The chart library wrote no SVG.");
  const open = svg.slice(0, end - 1);
  const words = `<title id="title">${escapeXml(title)}</title><desc id="description">${escapeXml(description)}</desc>`;
  const labelled = `${open} role="img" aria-labelledby="title" aria-describedby="description">`;
  return withoutForbidden(`${labelled}${words}${svg.slice(end)}`);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** Characters that XML does not know in any spelling; a label with one would make the whole file unreadable. */
function withoutForbidden(xml: string): string {
  return xml.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
}
