import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createSecretMask, MASK } from "./mask-secrets.ts";
import { holdsMask, restoreSecrets } from "./restore-secrets.ts";

const mask = createSecretMask(["s3cret-of-the-house"]);

function connection(change: Readonly<Record<string, unknown>> = {}) {
  const values = {
    url: "http://sofarr:3001/api/webhook/sonarr?secret=s3cret-of-the-house",
    method: 1,
    username: "sonarr",
    password: "hunter22",
    headers: [
      { key: "X-Sofarr-Webhook-Secret", value: "s3cret-of-the-house" },
      { key: "X-Other", value: "another-value" },
    ],
    ...change,
  };
  return {
    id: 4,
    name: "sofarr",
    implementation: "Webhook",
    onGrab: true,
    fields: Object.entries(values).map(([name, value]) => ({ name, value })),
  };
}
type Connection = Omit<ReturnType<typeof connection>, "fields"> & {
  fields: { name: string; value: unknown }[];
};

const shown = (stored: Connection): Connection => mask(stored) as Connection;
const withField = (form: Connection, name: string, value: unknown): Connection => ({
  ...form,
  fields: form.fields.map((field) => (field.name === name ? { name, value } : field)),
});

describe("putting secrets back", () => {
  const stored = connection();

  test("what was read masked and comes back otherwise changed keeps every secret", () => {
    const sent = { ...shown(stored), name: "renamed", onGrab: false };
    expect(holdsMask(sent)).toBe(true);
    expect(restoreSecrets(sent, stored, mask)).toEqual({
      ok: true,
      value: { ...stored, name: "renamed", onGrab: false },
    });
  });

  test("fields and headers are found by their names, whatever their order", () => {
    const sent = shown(stored);
    const headers = sent.fields.find(({ name }) => name === "headers")?.value as object[];
    const mixed = withField(
      { ...sent, fields: sent.fields.toReversed() },
      "headers",
      headers.toReversed(),
    );
    const restored = restoreSecrets(mixed, stored, mask);
    expect(restored).toMatchObject({
      ok: true,
      value: {
        fields: expect.arrayContaining([
          { name: "password", value: "hunter22" },
          {
            name: "headers",
            value: [
              { key: "X-Other", value: "another-value" },
              { key: "X-Sofarr-Webhook-Secret", value: "s3cret-of-the-house" },
            ],
          },
        ]) as object[],
      },
    });
  });

  test("a secret that is written anew is taken as it is", () => {
    const sent = withField(shown(stored), "password", "a new one");
    expect(restoreSecrets(sent, stored, mask)).toMatchObject({
      ok: true,
      value: withField(stored, "password", "a new one"),
    });
  });

  test("a mask its own service put there goes back to it", () => {
    const theirs = connection({ password: MASK });
    expect(restoreSecrets(shown(theirs), theirs, mask)).toEqual({ ok: true, value: theirs });
  });

  test.each([
    ["a new header", "headers", [{ key: "X-New", value: MASK }], "fields.headers.X-New"],
    ["a part of an address", "url", `http://sofarr:3001/elsewhere?secret=${MASK}`, "fields.url"],
    ["a text around it", "password", `${MASK}!`, "fields.password"],
    ["a number's place", "method", MASK, "fields.method"],
  ])("a mask in %s is not guessed", (_, name, value, place) => {
    const sent = withField(shown(stored), name, value);
    expect(restoreSecrets(sent, stored, mask)).toEqual({ ok: false, why: "unknown", place });
  });

  test("nothing stands behind a mask in what is new", () => {
    expect(restoreSecrets(shown(stored), null, mask)).toMatchObject({ ok: false, why: "unknown" });
  });

  test("a secret does not follow to another place", () => {
    const elsewhere = withField(shown(stored), "url", "http://collector.example/api");
    expect(restoreSecrets(elsewhere, stored, mask)).toEqual({
      ok: false,
      why: "elsewhere",
      place: "url",
    });
    const otherKind = { ...shown(stored), implementation: "Script" };
    expect(restoreSecrets(otherKind, stored, mask)).toMatchObject({ ok: false, why: "elsewhere" });
    const twice = { ...shown(stored) };
    twice.fields = [...twice.fields, { name: "Url", value: "http://collector.example" }];
    expect(restoreSecrets(twice, stored, mask)).toMatchObject({ ok: false, why: "elsewhere" });
    // On the same server another path may be asked, and all secrets may be written anew for another one.
    const harmless = connection({ url: "http://sofarr:3001/other", password: "hunter22" });
    const moved = withField(shown(harmless), "url", "http://sofarr:3001/api/webhook/sonarr");
    expect(restoreSecrets(moved, harmless, mask)).toMatchObject({ ok: true });
    const fresh = connection({ url: "http://collector.example", password: "theirs" });
    expect(restoreSecrets(fresh, stored, mask)).toEqual({ ok: true, value: fresh });
  });

  test("what is shown of anything, sent back as it is, is that thing", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.jsonValue(), (a, b) => {
        const thing = { a, b, password: b, fields: [{ name: "apiKey", value: a }], token: "x" };
        const plain = JSON.parse(JSON.stringify(thing)) as unknown;
        expect(restoreSecrets(mask(plain), plain, mask)).toEqual({ ok: true, value: plain });
      }),
    );
  });
});
