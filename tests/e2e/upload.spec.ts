import { expect, expectAccessible, test } from "./support/fixtures.ts";

const csv = [
  "Model Name,MPG,Origin,Built On",
  "chevrolet,18,USA,2024-01-05",
  "toyota,31.5,Japan,2024-02-07",
  "vw,29,Europe,2024-03-09",
  "",
].join("\n");

test("a CSV file becomes a source, with types that were looked at first", async ({ page }) => {
  await page.goto("/data");
  await page.getByRole("link", { name: "Upload a file" }).click();
  await page
    .getByLabel("CSV or TSV file")
    .setInputFiles({ name: "small cars.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });

  await expect(page.getByText("3 rows and 4 columns were read.")).toBeVisible();
  await expect(page.getByLabel("Type of MPG")).toHaveValue("number");
  await expect(page.getByLabel("Type of Built On")).toHaveValue("date");
  await expectAccessible(page);

  await page.getByLabel("Name", { exact: true }).fill("Small cars");
  await page.getByRole("button", { name: "Create source" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Small cars" })).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "MPG" })).toBeVisible();
});

test("a file that is not a table is refused in words, and nothing is left behind", async ({ page }) => {
  await page.goto("/data/upload");
  await page
    .getByLabel("CSV or TSV file")
    .setInputFiles({ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.from("") });
  await expect(page.getByRole("alert").filter({ hasText: /empty/i })).toBeVisible();
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
});
