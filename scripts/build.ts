import { buildIfChanged } from "./serve/build.ts";

if (!(await buildIfChanged(console.log))) console.log("The build is up to date.");
