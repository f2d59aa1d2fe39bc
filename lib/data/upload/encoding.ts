import "server-only";
import { createReadStream } from "node:fs";
import { unreadable } from "./limits.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** Beginnings of files that are not text, and what to do with them. */
const signatures: readonly (readonly [magic: string, message: string])[] = [
  ["504b0304", "This is a zip archive or an Excel workbook, not a text file. In Excel, save the sheet as CSV UTF-8."],
  ["d0cf11e0", "This is an old Excel or Office file, not a text file. Save the sheet as CSV UTF-8."],
  ["50415231", "This is a Parquet file, which cannot be uploaded yet. Export it as CSV."],
  ["25504446", "This is a PDF, not a table of values. Export the table as CSV."],
  ["1f8b", "This file is compressed. Unpack it and upload the CSV inside."],
  ["89504e47", "This is an image, not a table of values."],
  ["ffd8ff", "This is an image, not a table of values."],
];

/** Watches the bytes of a file go by, to say afterwards how its text is encoded. */
export class EncodingWatch {
  #head = Buffer.alloc(0);
  #isUtf8 = true;
  #hasZero = false;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true });

  push(bytes: Uint8Array): void {
    if (this.#head.length < 65_536) this.#head = Buffer.concat([this.#head, bytes]).subarray(0, 65_536);
    this.#hasZero ||= bytes.includes(0);
    this.#decode(bytes);
  }

  /** Throws invalid_input for what is not text. */
  encoding(): Encoding {
    const hex = this.#head.subarray(0, 8).toString("hex");
    const known = signatures.find(([magic]) => hex.startsWith(magic));
    if (known !== undefined) throw unreadable(known[1]);
    if (hex.startsWith("fffe")) return "utf-16le";
    if (hex.startsWith("feff")) return "utf-16be";
    if (this.#hasZero) return this.#utf16OrBinary();
    this.#decode(undefined);
    if (!this.#isUtf8 && controlShare(this.#head) > 0.02) throw binary();
    return this.#isUtf8 ? "utf-8" : "windows-1252";
  }

  #decode(bytes: Uint8Array | undefined): void {
    if (!this.#isUtf8) return;
    try {
      this.#utf8.decode(bytes, { stream: bytes !== undefined });
    } catch {
      this.#isUtf8 = false;
    }
  }

  /** Latin text in UTF-16 has a zero in every second byte, always the same one. */
  #utf16OrBinary(): Encoding {
    const zeros: [number, number] = [0, 0];
    this.#head.forEach((byte, index) => {
      if (byte === 0) zeros[index % 2 === 0 ? 0 : 1] += 1;
    });
    const half = this.#head.length / 2;
    if (zeros[1] > half * 0.5 && zeros[0] < half * 0.05) return "utf-16le";
    if (zeros[0] > half * 0.5 && zeros[1] < half * 0.05) return "utf-16be";
    throw binary();
  }
}

function binary() {
  return unreadable("This is not a text file. Upload a CSV or TSV file.");
}

function controlShare(bytes: Uint8Array): number {
  const controls = bytes.filter((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12);
  return bytes.length === 0 ? 0 : controls.length / bytes.length;
}

/** The text of a file, piece by piece, without its byte order mark. */
export async function* readText(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of createReadStream(path, { highWaterMark: 65_536 })) {
    const text = decoder.decode(bytes, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}
