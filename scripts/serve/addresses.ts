import { networkInterfaces } from "node:os";

/** Where a browser finds a server that listens on the host. */
export function describeAddresses(host: string, port: number): readonly string[] {
  const hosts = host === "127.0.0.1" ? ["localhost"] : isEveryAddress(host) ? ["localhost", ...ownAddresses()] : [host];
  return hosts.map((name) => `http://${name.includes(":") ? `[${name}]` : name}:${port}`);
}

function isEveryAddress(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter(({ family, internal }) => family === "IPv4" && !internal).map(({ address }) => address),
  );
}
