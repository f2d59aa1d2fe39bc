import "server-only";
import type { General } from "#lib/contract/general";

/** What the form for the organization's settings offers. Made on the server, so that every browser shows the same names. */

export type Choice = { readonly value: string; readonly label: string };
export type GeneralChoices = {
  readonly timeZones: readonly Choice[];
  readonly locales: readonly Choice[];
  readonly currencies: readonly Choice[];
};

const locales = (
  "ar-AE ar-EG bg-BG bn-BD ca-ES cs-CZ da-DK de-AT de-CH de-DE el-GR en-AU en-CA en-GB en-IE en-IN en-NZ en-US en-ZA es-AR es-ES es-MX " +
  "et-EE fa-IR fi-FI fr-BE fr-CA fr-CH fr-FR he-IL hi-IN hr-HR hu-HU id-ID is-IS it-IT ja-JP ko-KR lt-LT lv-LV ms-MY nb-NO nl-BE nl-NL " +
  "pl-PL pt-BR pt-PT ro-RO sk-SK sl-SI sr-RS sv-SE th-TH tr-TR uk-UA vi-VN zh-CN zh-HK zh-TW"
).split(" ");

/** What is chosen now is offered too, even when the list does not hold it. */
export function findGeneralChoices(chosen: General): GeneralChoices {
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  return {
    timeZones: withChosen(zones, chosen.timeZone).map((value) => ({ value, label: zoneLabel(value) })),
    locales: byLabel(withChosen(locales, chosen.locale).map((value) => ({ value, label: nameOf("language", value) }))),
    currencies: withChosen(Intl.supportedValuesOf("currency"), chosen.currency).map((value) => ({
      value,
      label: `${value} · ${nameOf("currency", value)}`,
    })),
  };
}

function withChosen(values: readonly string[], chosen: string): readonly string[] {
  return [...new Set([...values, chosen])];
}

function zoneLabel(zone: string): string {
  return zone.replaceAll("_", " ");
}

function nameOf(type: "language" | "currency", code: string): string {
  return new Intl.DisplayNames("en", { type, languageDisplay: "standard" }).of(code) ?? code;
}

function byLabel(choices: readonly Choice[]): readonly Choice[] {
  return choices.toSorted((left, right) => left.label.localeCompare(right.label, "en"));
}
