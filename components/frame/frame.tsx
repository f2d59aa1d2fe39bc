"use client";

import { Menu as MenuIcon, Search } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Button, IconButton } from "#components/ui/button";
import { Sheet } from "#components/ui/dialog";
import { KeyboardKey } from "#components/ui/keyboard-key";
import type { ProviderNotice } from "#lib/contract/ai-settings";
import { AccountMenu } from "./account-menu.tsx";
import { findPlaces, nameOfPlace, type Reach } from "./places.tsx";
import { ProviderBanner } from "./provider-banner.tsx";
import { Rail, RailLinks } from "./rail.tsx";
import { SearchDialog } from "./search-dialog.tsx";
import type { ThemeName } from "./theme.tsx";
import { useFreshFrame } from "./use-fresh-frame.tsx";

export type FrameProps = Reach & {
  /** Of the moment before the rest was read. */
  readonly pulse: string;
  readonly person: { readonly name: string; readonly email: string };
  readonly organization: string;
  readonly isAdmin: boolean;
  readonly providerNotice: ProviderNotice | null;
  readonly sources: readonly { readonly id: string; readonly name: string; readonly description: string }[];
  readonly theme: ThemeName;
  readonly isRailCollapsed: boolean;
  readonly onThemeChange: (theme: ThemeName) => Promise<unknown>;
  readonly onRailChange: (isCollapsed: boolean) => Promise<unknown>;
  readonly children: ReactNode;
};

/** What stands around every page: rail, top bar, search. */
export function Frame(props: FrameProps) {
  const pathname = usePathname();
  const router = useRouter();
  const places = findPlaces(props);
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const [isSearchOpen, setIsSearchOpen] = useState(false);
  useSearchKey(() => setIsSearchOpen(true));
  useFreshFrame(props.pulse, router.refresh);
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-1.5 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <Rail
        organization={props.organization}
        places={places}
        pathname={pathname}
        startsCollapsed={props.isRailCollapsed}
        onChange={props.onRailChange}
      />
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-20 flex h-12 shrink-0 items-center gap-2 border-b bg-canvas px-3 sm:px-4">
          <Sheet
            title={props.organization}
            side="left"
            open={isDrawerOpen}
            onOpenChange={setIsDrawerOpen}
            trigger={
              <IconButton label="Open navigation" className="md:hidden">
                <MenuIcon />
              </IconButton>
            }
          >
            <RailLinks places={places} pathname={pathname} onFollow={() => setIsDrawerOpen(false)} />
          </Sheet>
          <p className="min-w-0 truncate font-medium">{nameOfPlace(pathname)}</p>
          <div className="ml-auto flex items-center gap-1.5">
            <SearchButton onPress={() => setIsSearchOpen(true)} />
            <AccountMenu
              person={props.person}
              isAdmin={props.isAdmin}
              theme={props.theme}
              onThemeChange={props.onThemeChange}
            />
          </div>
        </header>
        {/* The page that mends it says it in its own place. */}
        {props.providerNotice !== null && pathname !== "/admin/ai-settings" && (
          <ProviderBanner notice={props.providerNotice} />
        )}
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          {props.children}
        </main>
      </div>
      <SearchDialog
        open={isSearchOpen}
        onOpenChange={setIsSearchOpen}
        places={places}
        isAdmin={props.isAdmin}
        canAsk={props.canAsk}
        canSeeWorkbooks={props.canSeeWorkbooks}
        sources={props.sources}
      />
    </div>
  );
}

function SearchButton({ onPress }: { readonly onPress: () => void }) {
  return (
    <>
      <Button
        variant="secondary"
        onClick={onPress}
        aria-keyshortcuts="Meta+K Control+K"
        className="hidden w-56 justify-start border-line font-normal text-quiet sm:inline-flex"
      >
        <Search />
        Search
        <span className="ml-auto">
          <KeyboardKey>⌘K</KeyboardKey>
        </span>
      </Button>
      <IconButton label="Search" onClick={onPress} className="sm:hidden">
        <Search />
      </IconButton>
    </>
  );
}

/** ⌘K on a Mac, Ctrl K elsewhere. */
function useSearchKey(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      open();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  });
}
