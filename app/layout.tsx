import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";

export const metadata: Metadata = {
  description: "Ask questions of your data and see how every answer was made.",
};

export const viewport: Viewport = { colorScheme: "light dark" };

/** The theme comes from a cookie, so the first paint is right and no script has to run before it. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = (await cookies()).get("theme")?.value;
  return (
    <html lang="en" data-theme={theme === "light" || theme === "dark" ? theme : "system"}>
      <body>{children}</body>
    </html>
  );
}
