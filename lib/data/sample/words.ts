import "server-only";

/** Names of the sample's products, people and places. */

/** name, singular, category, lowest list price in cents, span in cents, cost in percent of the list price */
export const subCategories = [
  ["Chairs", "Chair", "Furniture", 8_900, 26_100, 58],
  ["Tables", "Table", "Furniture", 15_000, 75_000, 94],
  ["Bookcases", "Bookcase", "Furniture", 9_900, 30_100, 66],
  ["Lighting", "Lamp", "Furniture", 1_900, 13_100, 52],
  ["Phones", "Phone", "Technology", 19_900, 80_000, 72],
  ["Laptops", "Laptop", "Technology", 49_900, 140_000, 78],
  ["Accessories", "Headset", "Technology", 990, 8_910, 45],
  ["Printers", "Printer", "Technology", 8_900, 36_100, 70],
  ["Paper", "Paper Pack", "Office Supplies", 390, 2_110, 55],
  ["Binders", "Binder", "Office Supplies", 250, 1_550, 50],
  ["Storage", "Storage Box", "Office Supplies", 890, 9_010, 57],
  ["Pens", "Pen Set", "Office Supplies", 150, 1_050, 40],
] as const;

/** The sub-category that loses money, and the one of the price that somebody mistyped. */
export const lossMaking = { index: 1, name: "Tables" } as const;
export const mistyped = { index: 11, name: "Pens", line: 1_234, cents: 499_900 } as const;

export const productLines = [
  ["Classic"],
  ["Pro"],
  ["Compact"],
  ["Urban"],
  ["Nordic"],
  ["Studio"],
  ["Prime"],
  ["Eco"],
  ["Slim"],
  ["Vista"],
  ["Atlas"],
  ["Orbit"],
  ["Delta"],
  ["Harbor"],
  ["Summit"],
  ["Cedar"],
  ["Pixel"],
  ["Breeze"],
  ["Terra"],
  ["Lumen"],
] as const;

export const brands = [
  ["Halden"],
  ["Brightway"],
  ["Northfield"],
  ["Solano"],
  ["Kestrel"],
  ["Marlow"],
  ["Ternary"],
  ["Oakline"],
] as const;

/** city, state, country, region; the first twenty and the last twenty stand in the same order of regions */
export const cities = [
  ["New York", "New York", "United States", "East"],
  ["Boston", "Massachusetts", "United States", "East"],
  ["Philadelphia", "Pennsylvania", "United States", "East"],
  ["Toronto", "Ontario", "Canada", "East"],
  ["Baltimore", "Maryland", "United States", "East"],
  ["Newark", "New Jersey", "United States", "East"],
  ["Buffalo", "New York", "United States", "East"],
  ["Atlanta", "Georgia", "United States", "South"],
  ["Miami", "Florida", "United States", "South"],
  ["Houston", "Texas", "United States", "South"],
  ["Dallas", "Texas", "United States", "South"],
  ["Nashville", "Tennessee", "United States", "South"],
  ["Los Angeles", "California", "United States", "West"],
  ["Seattle", "Washington", "United States", "West"],
  ["Portland", "Oregon", "United States", "West"],
  ["Vancouver", "British Columbia", "Canada", "West"],
  ["Chicago", "Illinois", "United States", "Central"],
  ["Denver", "Colorado", "United States", "Central"],
  ["Minneapolis", "Minnesota", "United States", "Central"],
  ["Winnipeg", "Manitoba", "Canada", "Central"],
  ["Washington", "District of Columbia", "United States", "East"],
  ["Hartford", "Connecticut", "United States", "East"],
  ["Pittsburgh", "Pennsylvania", "United States", "East"],
  ["Montreal", "Quebec", "Canada", "East"],
  ["Providence", "Rhode Island", "United States", "East"],
  ["Albany", "New York", "United States", "East"],
  ["Ottawa", "Ontario", "Canada", "East"],
  ["Charlotte", "North Carolina", "United States", "South"],
  ["Orlando", "Florida", "United States", "South"],
  ["Austin", "Texas", "United States", "South"],
  ["New Orleans", "Louisiana", "United States", "South"],
  ["Richmond", "Virginia", "United States", "South"],
  ["San Francisco", "California", "United States", "West"],
  ["San Diego", "California", "United States", "West"],
  ["Phoenix", "Arizona", "United States", "West"],
  ["Calgary", "Alberta", "Canada", "West"],
  ["Detroit", "Michigan", "United States", "Central"],
  ["Kansas City", "Missouri", "United States", "Central"],
  ["Milwaukee", "Wisconsin", "United States", "Central"],
  ["Omaha", "Nebraska", "United States", "Central"],
] as const;

/** city, region, by turns East, South, West, Central */
export const stores = [
  ["New York", "East"],
  ["Atlanta", "South"],
  ["Los Angeles", "West"],
  ["Chicago", "Central"],
  ["Boston", "East"],
  ["Miami", "South"],
  ["Seattle", "West"],
  ["Denver", "Central"],
  ["Philadelphia", "East"],
  ["Houston", "South"],
  ["Portland", "West"],
  ["Minneapolis", "Central"],
  ["Toronto", "East"],
  ["Dallas", "South"],
  ["San Francisco", "West"],
  ["Detroit", "Central"],
  ["Baltimore", "East"],
  ["Nashville", "South"],
  ["San Diego", "West"],
  ["Kansas City", "Central"],
  ["Montreal", "East"],
  ["Austin", "South"],
  ["Vancouver", "West"],
  ["Milwaukee", "Central"],
] as const;

/** By share of customers: 35, 25, 20 and 20 of a hundred. */
export const regions = [
  ["East", 35],
  ["South", 25],
  ["West", 20],
  ["Central", 20],
] as const;

export const returnReasons = [
  ["Damaged"],
  ["Wrong item"],
  ["Not as described"],
  ["Changed mind"],
  ["Arrived late"],
] as const;

/** 59 and 89 names: no two customers share both before the 5,251st. */
export const firstNames = words(
  "Ada Aaron Alice Amir Anna Ben Bianca Carlos Chloe Clara Daniel Dana Diego Elena Eli Emma Eric Eva Felix Fiona Gabriel Grace Hannah Hugo Ines Ivan Jack Jana Jonas Julia Karim Kate Lara Leo Lina Liam Lucia Maja Marco Maria Max Mei Mila Nadia Noah Nora Oscar Olivia Paul Priya Rosa Ruben Sara Simon Sofia Theo Vera Yusuf Zoe",
);
export const lastNames = words(
  "Abbott Adler Alvarez Andersen Baker Barnes Becker Bennett Berg Black Bauer Campbell Carter Castillo Chen Clarke Cohen Cooper Costa Cruz Dahl Davies Delgado Dietrich Dixon Dubois Edwards Ellis Evans Farah Fischer Fletcher Foster Fox Garcia Gibson Gomez Graham Green Gupta Haas Hale Hansen Harper Hayes Hill Hoffman Howard Hughes Ito Ivanov Jackson Jansen Jensen Jordan Kaya Keller Khan Kim Klein Kowalski Larsen Lee Lopez Marsh Martin Meyer Moore Moreau Murphy Nguyen Novak Olsen Ortiz Park Patel Perez Quinn Ramos Reed Rossi Santos Schmidt Silva Stone Tanaka Turner Weber Wong",
);

function words(text: string): readonly (readonly [string])[] {
  return text.split(" ").map((word) => [word] as const);
}
