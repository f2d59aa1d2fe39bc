"use client";

import { LogOut, Monitor, Moon, Settings2, Sun, UserRound } from "lucide-react";
import { useState } from "react";
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "#components/ui/menu";
import { nothing, request } from "#components/ui/request";
import { applyTheme, type ThemeName } from "./theme.tsx";

type AccountMenuProps = {
  readonly person: { readonly name: string; readonly email: string };
  readonly isAdmin: boolean;
  readonly theme: ThemeName;
  readonly onThemeChange: (theme: ThemeName) => Promise<unknown>;
};

const themes = [
  { value: "system", label: "Like the system", icon: <Monitor /> },
  { value: "light", label: "Light", icon: <Sun /> },
  { value: "dark", label: "Dark", icon: <Moon /> },
] as const;

export function AccountMenu({ person, isAdmin, theme: stored, onThemeChange }: AccountMenuProps) {
  const [theme, setTheme] = useState(stored);
  const choose = (next: ThemeName) => {
    setTheme(next);
    applyTheme(next);
    void onThemeChange(next);
  };
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Account of ${person.name}`}
          className="flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-quiet font-medium text-accent text-xs transition-colors hover:bg-accent/20"
        >
          {initialsOf(person.name)}
        </button>
      }
    >
      <MenuLabel>
        <span className="block font-medium text-base text-text">{person.name}</span>
        <span className="block truncate">{person.email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuLink href="/profile" icon={<UserRound />}>
        Profile
      </MenuLink>
      {isAdmin && (
        <MenuLink href="/admin" icon={<Settings2 />}>
          Administration
        </MenuLink>
      )}
      <MenuSeparator />
      <MenuChoices label="Theme" value={theme} choices={themes} onChange={choose} />
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toLocaleUpperCase() || "?";
}

/** A full page load afterwards: nothing of the session stays in this tab's memory. */
async function signOut(): Promise<void> {
  await request("/api/sign-out", nothing, { method: "POST", body: {} }).catch(() => undefined);
  window.location.assign("/sign-in");
}
