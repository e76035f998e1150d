import { readFileSync, writeFileSync } from "node:fs";

/**
 * Puts text between two marks of a page, `<!-- bench NAME -->` and `<!-- /bench NAME -->`. The rest of the page stays
 * as it is, also what was measured under other names.
 *
 * @throws when the page has no place for it.
 */
export function placeInPage(file: string, name: string, text: string): void {
  const page = readFileSync(file, "utf8");
  const [start, end] = [`<!-- bench ${name} -->`, `<!-- /bench ${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for ${name}`);
  writeFileSync(file, `${page.slice(0, from + start.length)}\n\n${text}\n\n${page.slice(to)}`);
}
