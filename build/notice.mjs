// Writes NOTICE: every package that the published program carries, with its version, licence and copyright.
//   node build/notice.mjs           writes NOTICE
//   node build/notice.mjs --check   says whether NOTICE is what would be written (exit 1 when it is not)
// What is shipped is read from the lock files of src/ and of the web bundle; licence and copyright from the packages themselves, in the
// package cache and in node_modules: run ./xinglin --help once before.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const cache = process.env.NUGET_PACKAGES ?? join(homedir(), ".nuget", "packages");
const web = join(root, "src", "Server", "web");
const read = (...parts) => readFileSync(join(...parts), "utf8");

// Needed to build, not part of what is published.
const buildOnly = new Set(["Microsoft.CodeAnalysis.BannedApiAnalyzers", "Microsoft.Orleans.CodeGenerator", "Microsoft.Orleans.Analyzers"]);

const byName = (a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1);

/** The packages of all lock files under src/, each name once. */
function lockedPackages() {
  const found = new Map();
  for (const project of readdirSync(join(root, "src")).sort()) {
    const path = join(root, "src", project, "packages.lock.json");
    if (!existsSync(path)) continue;
    for (const packages of Object.values(JSON.parse(readFileSync(path, "utf8")).dependencies))
      for (const [name, entry] of Object.entries(packages))
        if (entry.type !== "Project") found.set(`${name} ${entry.resolved}`, { name, version: entry.resolved });
  }
  return [...found.values()].sort(byName);
}

const element = (xml, name) => {
  const text = new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? "";
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&").replace(/\s+/g, " ").trim();
};

// The package declares the licence of its build; the library inside has PyTorch's (LICENSE-LIBTORCH.txt).
const readByHand = {
  "libtorch-cpu-linux-x64": "MIT AND BSD-3-Clause, with the licences of the libraries that LICENSE-LIBTORCH.txt lists",
};

function nugetEntry({ name, version }) {
  const folder = join(cache, name.toLowerCase(), version.toLowerCase());
  const nuspec = read(folder, readdirSync(folder).find(file => file.endsWith(".nuspec")));
  const expression = /<license type="expression"/.test(nuspec) ? element(nuspec, "license") : "";
  const file = /<license type="file"/.test(nuspec) ? element(nuspec, "license") : readdirSync(folder).find(name => /^licen[cs]e(\.|$)/i.test(name));
  const licence = readByHand[name] ?? (expression || (file ? licenceOf(read(folder, file)) : licenceOf(element(nuspec, "licenseUrl"))));
  const copyright = element(nuspec, "copyright") || `Copyright ${element(nuspec, "authors")}`;
  return { name, version, licence, copyright };
}

/** The SPDX name of a licence by its text or its address. */
function licenceOf(text) {
  if (/Apache License|licenses\.nuget\.org\/Apache-2\.0|apache\.org\/licenses\/LICENSE-2\.0/i.test(text)) return "Apache-2.0";
  if (/MIT License|Permission is hereby granted, free of charge|licenses\/MIT|\/MIT$/i.test(text)) return "MIT";
  if (/Neither the name/i.test(text)) return "BSD-3-Clause";
  if (/Redistribution and use in source and binary forms/i.test(text)) return "BSD-2-Clause";
  return `see ${text.slice(0, 90).replace(/\s+/g, " ").trim()}`;
}

function webEntries() {
  const lock = JSON.parse(read(web, "package-lock.json"));
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path && !entry.dev && !entry.optional)
    .map(([path, entry]) => ({
      name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
      version: entry.version,
      licence: entry.license ?? JSON.parse(read(web, path, "package.json")).licenses?.map(one => one.type).join(" OR ") ?? "see the package",
      copyright: webCopyright(join(web, path)),
    }))
    .sort(byName);
}

function webCopyright(folder) {
  if (!existsSync(folder)) throw new Error(`${folder} is missing: run ./xinglin --help once`);
  const files = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isFile()).map(entry => entry.name);
  for (const file of files.filter(name => /^(notice|licen[cs]e|copying)/i.test(name)).sort().reverse()) {
    const line = /^[^\n"]*copyright\s+(?:\(c\)|©|\d{4}).*$/im.exec(read(folder, file))?.[0];
    if (line) return line.replace(/^[\s/*#;-]+/, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").trim();
  }
  const author = JSON.parse(read(folder, "package.json")).author;
  const name = typeof author === "string" ? author : author?.name;
  return name ? `Copyright ${name.replace(/\s*[<(].*$/, "")}` : "Copyright its authors";
}

const unique = entries => [...new Map(entries.map(entry => [`${entry.name} ${entry.version}`, entry])).values()];
const lines = entries => unique(entries).map(e => `${e.name} ${e.version} | ${e.licence} | ${e.copyright}`);
const locked = lockedPackages().map(nugetEntry);
const text = [
  "Xinglin 杏林",
  "Copyright the authors of Xinglin. Licensed under the Apache License, Version 2.0 (LICENSE).",
  "",
  "The published program carries the packages below, each under its own licence: name version | licence (SPDX) | copyright.",
  "The full text of a licence lies in the package of that name and version. Written by build/notice.mjs; do not edit.",
  "",
  "== .NET packages ==",
  ...lines(locked.filter(entry => !buildOnly.has(entry.name))),
  "",
  "== Packages of the web bundle ==",
  ...lines(webEntries()),
  "",
  "== Used to build, not published ==",
  ...lines(locked.filter(entry => buildOnly.has(entry.name))),
  "",
].join("\n");

const place = join(root, "NOTICE");
if (process.argv.includes("--check")) {
  const same = existsSync(place) && readFileSync(place, "utf8") === text;
  if (!same) console.error("NOTICE is not what the lock files say: run  node build/notice.mjs");
  process.exit(same ? 0 : 1);
}
writeFileSync(place, text);
