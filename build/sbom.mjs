// Writes docs/sbom.cdx.json, the bill of materials of the published program in CycloneDX form: .NET packages by the CycloneDX tool
// (.config/dotnet-tools.json), packages of the web bundle from its lock file. A licence that neither states is taken from NOTICE, which
// has read the packages' own files. No time and no serial number: the same packages give the same file.
//   dotnet tool restore && node build/sbom.mjs
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const version = /<Version>(.*)<\/Version>/.exec(readFileSync(join(root, "Directory.Build.props"), "utf8"))[1];

// Needed to build, not part of what is published (build/notice.mjs has the same list).
const buildOnly = new Set(["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.Orleans.CodeGenerator", "Microsoft.Orleans.Analyzers"]);
const isBuildOnly = ref => [...buildOnly].some(name => ref.startsWith(`pkg:nuget/${name}@`));

const folder = mkdtempSync(join(tmpdir(), "xinglin-sbom-"));
try {
  execFileSync(
    "dotnet",
    [
      ...["CycloneDX", "src/Server/Server.csproj", "--output", folder, "--filename", "bom.json", "--output-format", "UnsafeJson"],
      ...["--no-serial-number", "--exclude-dev", "--disable-package-restore", "--spec-version", "1.6"],
      ...["--set-name", "xinglin", "--set-version", version],
      ...["--base-intermediate-output-path", join(root, "artifacts", "obj")],
    ],
    { cwd: root, stdio: ["ignore", "ignore", "inherit"] },
  );
  const bom = JSON.parse(readFileSync(join(folder, "bom.json"), "utf8"));
  delete bom.metadata.timestamp;
  const lock = JSON.parse(readFileSync(join(root, "src/Server/web/package-lock.json"), "utf8"));
  const web = new Map();
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (!path || entry.dev || entry.optional) continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const purl = `pkg:npm/${name.replace("@", "%40")}@${entry.version}`;
    web.set(purl, {
      type: "library",
      "bom-ref": purl,
      name,
      version: entry.version,
      ...(entry.license && { licenses: [/ (AND|OR) /.test(entry.license) ? { expression: entry.license } : { license: { id: entry.license } }] }),
      hashes: [{ alg: "SHA-512", content: Buffer.from(entry.integrity.replace(/^sha512-/, ""), "base64").toString("hex") }],
      purl,
    });
  }
  const noticed = new Map(readFileSync(join(root, "NOTICE"), "utf8").split("\n").map(line => line.split(" | ")).filter(parts => parts.length === 3).map(([name, licence]) => [name, licence]));
  for (const component of [...bom.components, ...web.values()]) {
    if (component.licenses?.length) continue;
    const licence = noticed.get(`${component.name} ${component.version}`);
    if (!licence) throw new Error(`${component.name} ${component.version} has no licence: run  node build/notice.mjs`);
    component.licenses = [{ license: /^[A-Za-z0-9.+-]+$/.test(licence) ? { id: licence } : { name: licence } }];
  }
  bom.components = bom.components.filter(component => !buildOnly.has(component.name));
  for (const entry of bom.dependencies ?? []) entry.dependsOn = entry.dependsOn?.filter(ref => !isBuildOnly(ref));
  bom.dependencies = bom.dependencies?.filter(entry => !isBuildOnly(entry.ref));
  const byRef = (a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1);
  bom.components = [...bom.components, ...web.values()].sort(byRef);
  writeFileSync(join(root, "docs", "sbom.cdx.json"), JSON.stringify(bom, null, 1) + "\n");
} finally {
  rmSync(folder, { recursive: true });
}
