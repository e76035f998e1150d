import { expect, test } from "vitest";

import type { Trouble } from "../../packages/server/src/engine/poller.ts";
import { wordsForTrouble } from "../../packages/server/src/http/present/source.ts";
import { en } from "../../packages/web/src/i18n/en.ts";
import { explainTrouble } from "../../packages/web/src/i18n/explain-trouble.ts";

/** All there are: the compiler misses one that is left out. */
const REASONS: Readonly<Record<Trouble["reason"], true>> = {
  unreachable: true,
  timeout: true,
  unauthorized: true,
  refused: true,
  "bad-status": true,
  "bad-payload": true,
  unknown: true,
};

test.each(Object.keys(REASONS) as Trouble["reason"][])(
  "the app has words of its own for what the server says of a source that is %s",
  (reason) => {
    const sentence = wordsForTrouble(reason);
    const code = explainTrouble(sentence);
    if (code === null) throw new Error(`the app does not know "${sentence}"`);
    // The English catalogue writes quotes as a typesetter does.
    expect(en[`trouble.${code}`]).toBe(sentence.replaceAll("'", "’"));
  },
);
