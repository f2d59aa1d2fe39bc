export const themeNames = ["system", "light", "dark"] as const;
export type ThemeName = (typeof themeNames)[number];

/** Shows the theme at once; the cookie makes it last. */
export function applyTheme(theme: ThemeName): void {
  document.documentElement.dataset["theme"] = theme;
}

/** What a cookie says, when it says something that we know. */
export function readTheme(value: string | undefined): ThemeName {
  return themeNames.find((name) => name === value) ?? "system";
}
