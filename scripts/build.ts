import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown, type Plugin } from "rolldown";
import { build as buildWeb } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const web = join(root, "packages/web");
const dist = join(root, "packages/server/dist");

/** Packages that read files of their own at run time: these folders of theirs go along. */
const FILES_OF_PACKAGES: Readonly<Record<string, string>> = { "@fastify/swagger-ui": "static" };
/** Undici's own index with nothing but what the server imports: a tenth of the program was its caches, mocks and web sockets. */
const UNDICI_INDEX = `
  const Dispatcher = require("./lib/dispatcher/dispatcher");
  Object.assign(Dispatcher.prototype, require("./lib/api"));
  exports.Agent = require("./lib/dispatcher/agent");
  exports.buildConnector = require("./lib/core/connect");
`;
const LICENCE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/iu;

/**
 * Builds the web app and bundles the server, with the packages it is built on, beside it: `packages/server/dist` is what
 * is published. One file starts in half the time of four hundred.
 */
await buildWeb({ root: web, configFile: join(web, "vite.config.ts"), logLevel: "warn" });

rmSync(dist, { recursive: true, force: true });
const packages = new Set<string>();
const bundle = await rolldown({
  input: join(root, "packages/server/src/main.ts"),
  platform: "node",
  plugins: [keepPackagesAtHome(packages), onlyUsedOfUndici()],
});
await bundle.write({
  file: join(dist, "sofarr.js"),
  format: "esm",
  sourcemap: false,
  codeSplitting: false,
  // What V8 holds of the source it holds for good. Names of functions stay: traces in a log are for people.
  minify: {
    compress: true,
    mangle: { keepNames: { function: true, class: true } },
    codegen: { removeWhitespace: true },
  },
});
await bundle.close();
const program = join(dist, "sofarr.js");
writeFileSync(program, inAscii(readFileSync(program, "utf8")));
cpSync(join(web, "dist"), join(dist, "web"), { recursive: true });
for (const [name, folder] of Object.entries(FILES_OF_PACKAGES)) {
  cpSync(join(root, "node_modules", name, folder), join(dist, "packages", name, folder), {
    recursive: true,
  });
}
writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), licencesOf([...packages].toSorted()));
process.stdout.write("built packages/server/dist\n");

/** Bundles undici with an index of our own, see `UNDICI_INDEX`. */
function onlyUsedOfUndici(): Plugin {
  const index = join(root, "node_modules/undici/index.js");
  return { name: "only-used-of-undici", load: (id) => (id === index ? UNDICI_INDEX : null) };
}

/** Notes the packages that end up in the bundle, and tells each where its files will be. */
function keepPackagesAtHome(found: Set<string>): Plugin {
  return {
    name: "keep-packages-at-home",
    transform(code, id) {
      const [, folder, name] = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//u.exec(id) ?? [];
      if (folder === undefined || name === undefined) return null;
      found.add(folder);
      if (FILES_OF_PACKAGES[name] === undefined) return null;
      const home = JSON.stringify(join("packages", name, relative(folder, dirname(id))));
      return code.replaceAll(
        "__dirname",
        `require("node:path").join(import.meta.dirname, ${home})`,
      );
    },
  };
}

/** One character beyond ASCII makes Node keep all of the source in twice the memory; they stand in strings alone. */
function inAscii(code: string): string {
  return code.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Every licence asks to be passed on with the code. */
function licencesOf(folders: readonly string[]): string {
  const parts = folders.map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      readonly name: string;
      readonly version: string;
      readonly license?: string;
    };
    const files = existsSync(folder)
      ? readdirSync(folder).filter((file) => LICENCE.test(file))
      : [];
    const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
    const title = `${manifest.name} ${manifest.version} (${manifest.license ?? "see below"})`;
    return [title, "-".repeat(title.length), ...texts].join("\n\n");
  });
  return `sofarr contains these packages.\n\n${parts.join("\n\n\n")}\n`;
}
