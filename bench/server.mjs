// A server of the built program on a fresh data folder, for the measurements beside this file.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const xinglin = join(root, "xinglin");

export const run = (...args) => execFileSync(xinglin, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });

export async function startServer(port = 18400) {
  const data = mkdtempSync(join(tmpdir(), "xinglin-bench-"));
  process.env.XINGLIN_AUDIT_KEY = `${data}-key/audit.key`;
  const { password } = JSON.parse(run("user", "add", "bench", "--role", "clinician", "--role", "informatics", "--data", data, "--json"));
  const token = JSON.parse(run("token", "--user", "bench", "--data", data, "--json")).token;
  // Models show nothing before two people have put them to use.
  run("user", "add", "bench-administrator", "--role", "administrator", "--data", data, "--json");
  for (const model of ["heart-disease", "home-forecast", "pneumonia"])
    run("model", "promote", model, "--administrator", "bench-administrator", "--clinical-owner", "bench", "--reason", "measurement", "--data", data);
  const address = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(xinglin, ["serve", "--data", data, "--urls", address], { stdio: ["ignore", "ignore", "inherit"] });
  const headers = { Authorization: `Bearer ${token}`, Accept: "application/fhir+json" };
  for (;;) {
    try {
      if ((await fetch(`${address}/health/ready`)).ok) break;
    } catch {
      if (child.exitCode !== null) throw new Error("the server did not start");
    }
    await sleep(20);
  }
  const readyMs = performance.now() - started;
  return {
    address, data, headers, readyMs, pid: child.pid,
    signIn: () => signIn(address, "bench", password),
    get: async (path) => (await fetch(address + path, { headers })).json(),
    stop: async () => {
      child.kill("SIGINT");
      await new Promise((done) => (child.exitCode !== null ? done() : child.on("exit", done)));
      rmSync(data, { recursive: true, force: true });
      rmSync(`${data}-key`, { recursive: true, force: true });
    },
  };
}

// A person's session by the form of the sign-in page: the headers that carry its cookies.
async function signIn(address, user, password) {
  const jar = new Map();
  const keep = (answer) => answer.headers.getSetCookie().forEach((line) => { const [name, value] = line.split(";")[0].split("="); jar.set(name, value); });
  const cookies = () => ({ Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") });
  const page = await fetch(`${address}/sign-in`);
  keep(page);
  const token = /name="__RequestVerificationToken"[^>]*value="([^"]+)"/.exec(await page.text())[1];
  const body = new URLSearchParams({ user, password, __RequestVerificationToken: token });
  const answer = await fetch(`${address}/sign-in`, { method: "POST", body, headers: cookies(), redirect: "manual" });
  keep(answer);
  return cookies();
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export function filesUnder(folder, ending) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

// Resident and peak memory of a process in MiB.
export function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const field = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  return { residentMiB: field("VmRSS"), peakMiB: field("VmHWM") };
}
