import { crc32 } from "node:zlib";

/** One message of AWS's binary event stream: lengths and checksums around headers and a JSON body. */
export function encodeMessage(headers: Readonly<Record<string, string>>, body: unknown): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => encodeHeader(name, value)));
  const payload = Buffer.from(JSON.stringify(body), "utf8");
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(head.length + payload.length + 16, 0);
  lengths.writeUInt32BE(head.length, 4);
  const start = Buffer.concat([lengths, checksum(lengths), head, payload]);
  return Buffer.concat([start, checksum(start)]);
}

const stringType = 7;

function encodeHeader(name: string, value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name, "utf8"),
    Buffer.from([stringType, bytes.length >> 8, bytes.length & 255]),
    bytes,
  ]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
