// Runs on whatever Node 20.20 or newer the machine has: installs the packages when needed, then hands the task over to Node 24.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tasks = ["serve", "dev", "test", "check", "bench", "eval", "formula", "differential", "keys", "askbook", "build"];

await main(process.argv[2] ?? "serve", process.argv.slice(3));

/** @param {string} task @param {string[]} taskArguments */
async function main(task, taskArguments) {
  if (!tasks.includes(task)) fail(`There is no task "${task}". Known: ${tasks.join(", ")}.`);
  process.chdir(root);
  if (!isInstalled()) await install();
  handOver(findNode24(), task, taskArguments);
}

/** Whether node_modules holds what the lockfile asks for, by the record that npm writes at the end of an installation. */
function isInstalled() {
  const record = join("node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = readJson(record).packages;
  return Object.entries(readJson("package-lock.json").packages).every(
    ([path, wanted]) =>
      path === "" || wanted.optional || (path in installed && installed[path].version === wanted.version),
  );
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** No package of ours needs its install script, so none runs. */
async function install() {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  say("Installing the packages. The first time this takes about a minute.");
  const [program, parameters] = npmCommand();
  const quiet = [
    "ci",
    "--ignore-scripts",
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const npm = spawn(program, [...parameters, ...quiet], { stdio: ["ignore", "pipe", "pipe"] });
  const output = [];
  npm.stdout.on("data", (chunk) => output.push(chunk));
  npm.stderr.on("data", (chunk) => output.push(chunk));
  const progress = setInterval(() => say(`Still installing, ${seconds()} so far.`), 10_000);
  const code = await new Promise((resolve) => {
    npm.on("error", (error) => {
      output.push(Buffer.from(error.message));
      resolve(1);
    });
    npm.on("close", resolve);
  });
  clearInterval(progress);
  if (code !== 0) {
    const text = Buffer.concat(output).toString("utf8").trim();
    fail(`${text}\nThe packages could not be installed. Check the network and the messages above, then start again.`);
  }
  say(`Packages installed in ${seconds()}.`);
}

/** The npm that called us, else the one on the PATH. @returns {[string, string[]]} */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.c?js$/.test(script)) return [process.execPath, [script]];
  return [process.platform === "win32" ? "npm.cmd" : "npm", []];
}

/** The Node 24 that npm brought for this machine, else the running one when it is new enough. */
function findNode24() {
  const fromNpm = join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  // Its builds are for glibc; systems with another libc bring their own Node 24.
  if (existsSync(fromNpm) && (process.platform !== "linux" || !isMusl())) return fromNpm;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return fail(
    `Askbook needs Node 24; this is ${process.version}, and there is no packaged Node 24 for ${process.platform} ${process.arch}. Install Node 24 and start again.`,
  );
}

function isMusl() {
  return existsSync("/lib/ld-musl-x86_64.so.1") || existsSync("/lib/ld-musl-aarch64.so.1");
}

/** @param {string} node @param {string} task @param {string[]} taskArguments */
function handOver(node, task, taskArguments) {
  const script = join("scripts", `${task}.ts`);
  if (!existsSync(script)) fail(`${script} is missing.`);
  const child = spawn(
    node,
    ["--conditions=react-server", "--disable-warning=ExperimentalWarning", script, ...taskArguments],
    {
      // The channel tells servers when this process is gone.
      stdio: task === "serve" || task === "dev" ? ["inherit", "inherit", "inherit", "ipc"] : "inherit",
      env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` },
    },
  );
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`${node} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (signal === null ? 1 : constants.signals[signal])));
}

/** @param {string} text */
function say(text) {
  console.log(text);
}

/** @param {string} text @returns {never} */
function fail(text) {
  console.error(text);
  process.exit(1);
}
