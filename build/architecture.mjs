// Draws docs/pictures/architecture.svg from the project files: the projects in the order in which a datum meets them, what each is for
// (its Description), which others it references, and its folders; and writes the table of references into docs/architecture.md and
// its Chinese twin, between the marks. Each folder must have its line there.
//   node build/architecture.mjs           writes picture and tables
//   node build/architecture.mjs --check   says whether all is current (exit 1 when it is not)
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const source = join(root, "src");

/** What the project files say: name, purpose, references, folders. */
function readProjects() {
  return readdirSync(source, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && existsSync(join(source, entry.name, `${entry.name}.csproj`)))
    .map(({ name }) => {
      const text = readFileSync(join(source, name, `${name}.csproj`), "utf8");
      return {
        name,
        purpose: /<Description>(.*?)<\/Description>/.exec(text)?.[1] ?? "",
        uses: [...text.matchAll(/<ProjectReference Include="[^"]*?(\w+)\.csproj"/g)].map(match => match[1]),
        folders: readdirSync(join(source, name), { withFileTypes: true })
          .filter(entry => entry.isDirectory() && !["wwwroot", "web", "bin", "obj"].includes(entry.name))
          .map(entry => entry.name)
          .sort(),
      };
    });
}

/** The order of the line stands in one place, the solution. */
function inOrder(projects) {
  const solution = readFileSync(join(root, "Xinglin.slnx"), "utf8");
  const order = [...solution.matchAll(/src\/(\w+)\//g)].map(match => match[1]);
  return projects.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

const escape = text => text.replace(/&(?!amp;|lt;|gt;)/g, "&amp;").replace(/</g, "&lt;");

/** Words in lines of at most so many letters. */
function wrap(words, most, between) {
  const lines = [""];
  for (const word of words) {
    const last = lines[lines.length - 1];
    if (last && (last + between + word).length > most) lines.push(word);
    else lines[lines.length - 1] = last ? last + between + word : word;
  }
  return lines;
}

function draw(projects) {
  const row = 66, top = 108, boxX = 20, boxWidth = 132, gridX = 176, cell = 26;
  const textX = gridX + cell * projects.length + 18;
  const width = 1180, height = top + row * projects.length + 26;
  const out = [];
  const centre = i => top + row * i + 24;
  out.push(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">The ${projects.length} projects of Xinglin: each may use only those above it; a dot says that it does</title>`,
    "<style>",
    "  .ground { fill: #ffffff } .box { fill: #eaf2ec; stroke: #2f6b46 } .name { fill: #12301f; font-weight: 600 }",
    "  .text { fill: #1d2320 } .soft { fill: #56605a } .grid { stroke: #d5dcd7 } .dot { fill: #2f6b46 } .way { stroke: #2f6b46; fill: none } .self { fill: #d5dcd7 }",
    "  text { font: 14px system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif } .small { font-size: 12.5px }",
    "  @media (prefers-color-scheme: dark) {",
    "    .ground { fill: #14181a } .box { fill: #1d3327; stroke: #7fc49b } .name { fill: #e6f4ea } .text { fill: #e3e8e5 } .soft { fill: #a3ada7 }",
    "    .grid { stroke: #333b37 } .dot { fill: #7fc49b } .way { stroke: #7fc49b } .self { fill: #333b37 }",
    "  }",
    "</style>",
    `<rect class="ground" width="${width}" height="${height}" rx="8"/>`,
    `<text class="name" x="${boxX}" y="34">a datum goes down</text>`,
    `<text class="soft small" x="${textX}" y="34">a dot: the project of this row uses the project of this column; nothing is above the diagonal</text>`,
    `<text class="soft small" x="${textX}" y="54">small letters: its folders under src/</text>`,
  );
  projects.forEach((project, i) => {
    const x = gridX + cell * i + cell / 2;
    out.push(`<text class="soft small" transform="translate(${x + 4} ${top - 14}) rotate(-55)">${project.name}</text>`);
  });
  projects.forEach((project, i) => {
    const y = centre(i);
    out.push(`<line class="grid" x1="${boxX}" x2="${width - 20}" y1="${y + 38}" y2="${y + 38}"/>`);
    if (i > 0) out.push(`<path class="way" d="M ${boxX + boxWidth / 2} ${y - row + 18} V ${y - 21} m -5 -6 l 5 6 l 5 -6"/>`);
    out.push(
      `<rect class="box" x="${boxX}" y="${y - 18}" width="${boxWidth}" height="36" rx="6"/>`,
      `<text class="name" x="${boxX + boxWidth / 2}" y="${y + 5}" text-anchor="middle">${project.name}</text>`,
    );
    projects.forEach((other, column) => {
      const x = gridX + cell * column + cell / 2;
      if (column === i) out.push(`<rect class="self" x="${x - 6}" y="${y - 6}" width="12" height="12" rx="2"/>`);
      if (project.uses.includes(other.name)) out.push(`<circle class="dot" cx="${x}" cy="${y}" r="6"><title>${project.name} uses ${other.name}</title></circle>`);
    });
    out.push(`<text class="text" x="${textX}" y="${y - 10}">${escape(project.purpose)}</text>`);
    wrap(project.folders, 104, " · ").forEach((line, n) =>
      out.push(`<text class="soft small" x="${textX}" y="${y + 9 + 17 * n}">${escape(line)}</text>`),
    );
  });
  out.push("</svg>", "");
  return out.join("\n");
}

/** Who references whom, as a table of Markdown. */
function table(projects, [name, uses, none]) {
  const row = cells => `| ${cells.join(" | ")} |`;
  return [
    row([name, uses]),
    row(["---", "---"]),
    ...projects.map(project => {
      const used = projects.filter(other => project.uses.includes(other.name)).map(other => `\`${other.name}\``);
      return row([`\`${project.name}\``, used.join(", ") || none]);
    }),
  ].join("\n");
}

/** A document with its table made anew. */
function withTable(text, projects, words) {
  const [begin, end] = ["<!-- begin: uses (node build/architecture.mjs) -->\n", "\n<!-- end: uses -->"];
  const from = text.indexOf(begin), to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The marks ${begin.trim()} and ${end.trim()} are missing.`);
  return text.slice(0, from + begin.length) + table(projects, words) + text.slice(to);
}

/** Folders of a project that have no line of their own in the document's table. */
function unnamed(text, projects) {
  return projects.flatMap(project => {
    const part = text.split(`| **\`src/${project.name}\`** |`)[1]?.split("| **`src/")[0] ?? "";
    return project.folders.filter(folder => !part.includes(`\n| \`${folder}\` |`)).map(folder => `src/${project.name}/${folder}`);
  });
}

const projects = inOrder(readProjects());
const docs = name => join(root, "docs", name);
const english = ["project", "uses", "none"];
const chinese = ["项目", "使用", "无"];
const made = [
  [docs("pictures/architecture.svg"), () => draw(projects)],
  [docs("architecture.md"), text => withTable(text, projects, english)],
  [docs("architecture.zh-CN.md"), text => withTable(text, projects, chinese)],
];
const faults = [];
for (const [place, make] of made) {
  const before = existsSync(place) ? readFileSync(place, "utf8") : "";
  const after = make(before);
  if (!process.argv.includes("--check")) writeFileSync(place, after);
  else if (after !== before) faults.push(`${place} is not current: run  node build/architecture.mjs`);
  if (place.endsWith(".md")) faults.push(...unnamed(after, projects).map(folder => `${place} has no line for ${folder}`));
}
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
