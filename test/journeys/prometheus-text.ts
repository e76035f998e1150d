/** What a scraper reads: each value by its name and its labels, as they stand there. */
export type Scrape = ReadonlyMap<string, number>;

const NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\n"])*"`;
const HELP = new RegExp(String.raw`^# HELP (${NAME}) ((?:[^\\]|\\[\\n])+)$`, "u");
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge)$`, "u");
const SAMPLE = new RegExp(
  String.raw`^(${NAME})(\{${LABEL}(?:,${LABEL})*\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$`,
  "u",
);

/**
 * Reads Prometheus' text format, strictly: help and type come before the values of a metric, all of its values together,
 * none twice, and what only grows ends in `_total`.
 *
 * @throws Error with the line that is wrong.
 */
export function readPrometheusText(text: string): Scrape {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const scrape = new Map<string, number>();
  const known = new Set<string>();
  const lines = text.slice(0, -1).split("\n");
  let at = 0;
  const take = (form: RegExp): RegExpExecArray => {
    const match = form.exec(lines[at] ?? "");
    if (match === null) throw new Error(`line ${at + 1} is not right: ${lines[at]}`);
    at += 1;
    return match;
  };
  while (at < lines.length) {
    const [, name = ""] = take(HELP);
    const [, typed, type] = take(TYPE);
    if (typed !== name || known.has(name)) throw new Error(`${name} is not told in one piece`);
    if ((type === "counter") !== name.endsWith("_total")) throw new Error(`${name} is a ${type}`);
    known.add(name);
    do {
      const [, own, labels = "", value] = take(SAMPLE);
      if (own !== name || scrape.has(own + labels))
        throw new Error(`${own}${labels} is out of place`);
      scrape.set(own + labels, Number(value));
    } while (at < lines.length && !lines[at]?.startsWith("#"));
  }
  return scrape;
}
