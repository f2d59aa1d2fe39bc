import { useEffect, useState } from "react";

const copied = "Copied as Markdown.";
const refused = "It could not be copied. Export it instead.";

/** Markdown at an address of ours: copied, with a sentence of what came of it for three seconds, or taken as a file. */
export function useMarkdown(path: string) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), 3000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      const response = await fetch(path);
      if (!response.ok) throw new Error(await response.text());
      await navigator.clipboard.writeText(await response.text());
      setSaid(copied);
    } catch {
      setSaid(refused);
    }
  };
  return { said, setSaid, copy: () => void copy(), download: () => window.location.assign(path) };
}
