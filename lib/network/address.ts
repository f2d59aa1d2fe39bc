import "server-only";
import ipaddr from "ipaddr.js";

/** Where an IP address leads. `forbidden` is refused whatever is configured: link-local, metadata, multicast, unspecified, tunnels. */
export type AddressReach = "public" | "private" | "loopback" | "forbidden";

/** Clouds answer for credentials here; some of them lie in ranges that are otherwise private or public. */
const metadataAddresses = new Set(["169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254"]);

const reachOfRange: Readonly<Record<string, AddressReach>> = {
  unicast: "public",
  private: "private",
  carrierGradeNat: "private",
  uniqueLocal: "private",
  loopback: "loopback",
};

/** Throws when `text` is not an IP address. */
export function reachOf(text: string): AddressReach {
  const address = ipaddr.process(text.replace(/^\[|\]$/g, "").replace(/%.*$/, ""));
  if (metadataAddresses.has(address.toString())) return "forbidden";
  if (address.kind() === "ipv6") {
    const embedded = embeddedIpv4(address.toByteArray());
    if (embedded !== null) return reachOf(embedded);
  }
  return reachOfRange[address.range()] ?? "forbidden";
}

/** The IPv4 address inside an IPv4-compatible (`::a.b.c.d`) or NAT64 (`64:ff9b::a.b.c.d`) one. */
function embeddedIpv4(bytes: readonly number[]): string | null {
  const prefix = bytes.slice(0, 12);
  const isCompatible = prefix.every((byte) => byte === 0) && bytes.slice(12, 15).some((byte) => byte !== 0);
  const isNat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0].every((byte, index) => bytes[index] === byte);
  return isCompatible || isNat64 ? bytes.slice(12).join(".") : null;
}
