import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { printDocument, withApp } from "../../scripts/openapi.ts";
import { createAnswerRules, type AnswerRules } from "./answers.ts";
import { badInputsOf } from "./bad-input.ts";
import { operationsOf, type Document } from "./document.ts";
import {
  CELLS,
  expectedStatus,
  EXPECTATIONS,
  type Cell,
  type Expectation,
} from "./expectations.ts";
import { callOf, type Identity, type Input } from "./input.ts";
import { payloadIn } from "../journeys/told-table.ts";
import { openStage, type Stage } from "./stage.ts";
import { PEOPLE, type Who } from "./whole-household.ts";

const document = JSON.parse(await withApp(printDocument)) as Document;
const operations = operationsOf(document);

let stage: Stage;
let rules: AnswerRules;
let foreignToken: string | null;

beforeAll(async () => {
  stage = await openStage();
  rules = createAnswerRules(await stage.whole.document());
  foreignToken = (await stage.whole.signIn("admin")).csrfToken;
});
afterAll(async () => {
  await stage.close();
});

describe("every operation, by everybody, with good input, an empty body, no CSRF token of their own, and bad input", () => {
  test("is expected something of", () => {
    expect([...operations.keys()].filter((name) => EXPECTATIONS[name] === undefined)).toEqual([]);
    expect(Object.keys(EXPECTATIONS).filter((name) => !operations.has(name))).toEqual([]);
  });

  test.each([...operations.keys()])("%s", async (name) => {
    const expectation = EXPECTATIONS[name] ?? { access: "admin" };
    const got: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    const problems: string[] = [];
    const needsBody = operations.get(name)?.requestBody?.required === true;
    for (const who of PEOPLE) {
      for (const cell of CELLS) {
        // Anew for each: the one before may have signed out.
        const identity = await stage.whole.signIn(who);
        for (const { what, input } of await inputsFor(name, expectation, who, cell)) {
          const answer = await send(name, input, identity, cell);
          const key = `${who}, ${cell}${what === "" ? "" : `: ${what}`}`;
          got[key] = answer.status;
          expected[key] = expectedStatus(expectation, who, cell, needsBody);
          problems.push(...rules.problemsOf(name, answer));
        }
      }
    }
    expect(got).toEqual(expected);
    expect(problems).toEqual([]);
  });
});

describe("the frames of the dashboard's stream", () => {
  test.each(["", "?delta=1", "?delta=table", "?showAll=true", "?showAll=true&delta=table"])(
    "are what the document says: %s",
    async (query) => {
      const { household } = stage.whole;
      const stream = await (await household.signedIn("admin")).stream(query);
      await stream.until(() => stream.events.length > 0, "the first page");
      const [download] = household.qbittorrent.downloads();
      household.qbittorrent.update(download?.id ?? "", {
        state: "error",
        message: "No space left",
      });
      household.sabnzbd.add({ title: `Added.for.${query}` });
      if (query.startsWith("?showAll")) {
        await stream.until(() => stream.events.length > 1, "a change");
      }
      stream.close();
      const problems = stream.events.flatMap(({ event, data }) => {
        const content = JSON.parse(data) as { readonly set?: object };
        if (event === "table") return rules.problemsIn("DashboardPayload", payloadIn(data));
        return event === "message"
          ? rules.problemsIn("DashboardPayload", content)
          : Object.values(content.set ?? {}).flatMap((one) =>
              rules.problemsIn("NormalizedDownload", one),
            );
      });
      expect(problems).toEqual([]);
      expect(stream.events[0]?.event).toBe(query.includes("table") ? "table" : "message");
    },
  );
});

/** The input of a cell; in the bad one every way to be wrong, and nothing where nothing can be. */
async function inputsFor(
  name: string,
  { good: makeGood, bad }: Expectation,
  who: Who,
  cell: Cell,
): Promise<readonly { readonly what: string; readonly input: Input }[]> {
  const good = (await makeGood?.(stage, who)) ?? {};
  const operation = operations.get(name);
  if (cell === "empty body") return [{ what: "", input: emptied(good) }];
  if (cell !== "bad" || operation === undefined) return [{ what: "", input: good }];
  return [...badInputsOf(document, operation, good), ...(bad?.(good) ?? [])];
}

/** The same without a body, of which it is said all the same that it is JSON. */
function emptied({ body: _none, ...rest }: Input): Input {
  return { ...rest, headers: { "content-type": "application/json", ...rest.headers } };
}

async function send(name: string, input: Input, { cookie, csrfToken }: Identity, cell: Cell) {
  const tokens = { "no token": null, "another's token": foreignToken } as const;
  const token = cell === "no token" || cell === "another's token" ? tokens[cell] : csrfToken;
  return await stage.whole.caller.send(callOf(name, input, { cookie, csrfToken: token }));
}
