import { z } from "zod";
import { organizationName } from "./accounts.ts";

/** What crosses the wire about the organization's own settings: how its days, weeks, numbers and money are read and shown. */

/** Checked on the server only: browsers know other names of zones. */
const zones: ReadonlySet<string> = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

export const generalSchema = z.object({
  name: organizationName,
  timeZone: z.string().refine((zone) => zones.has(zone), "Choose a time zone of the list."),
  locale: z.string().max(40).refine(isLocale, "Choose a language and region of the list."),
  weekStart: z.enum(["sunday", "monday"]),
  currency: z.string().refine((code) => currencies.has(code), "Choose a currency of the list."),
});
export type General = z.infer<typeof generalSchema>;

function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}
