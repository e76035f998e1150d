import type { AssembledServer } from "../../packages/server/src/server.ts";

const LINE = /^(?<indent>[│ ]*)[├└]── (?<path>\S*)(?: \((?<methods>[A-Z, ]+)\))?$/u;
const INDENT_WIDTH = 4;

/**
 * Every route the app really has, hidden ones too, as the contract writes them (`GET /api/x/{id}`). HEAD is left out:
 * it comes with every GET.
 */
export function routesOf(app: AssembledServer["app"]): readonly string[] {
  const parents: string[] = [];
  const lines = app.printRoutes({ commonPrefix: false }).split("\n");
  return lines.flatMap((line) => {
    const { indent, path, methods } = LINE.exec(line)?.groups ?? {};
    if (indent === undefined || path === undefined) return [];
    const depth = indent.length / INDENT_WIDTH;
    const whole = (parents[depth - 1] ?? "") + path;
    parents[depth] = whole;
    const written = whole.replaceAll(/:(\w+)/gu, "{$1}");
    return (methods ?? "")
      .split(", ")
      .filter((method) => method !== "" && method !== "HEAD")
      .map((method) => `${method} ${written}`);
  });
}
