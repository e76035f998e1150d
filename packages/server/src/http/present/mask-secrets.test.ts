import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createSecretMask, MASK } from "./mask-secrets.ts";

const mask = createSecretMask(["k3y-of-sonarr", "p&ss word+", "a"]);

describe("masking secrets", () => {
  test.each([
    [{ apiKey: "x" }, { apiKey: MASK }],
    [
      { ApiKey: "x", api_key: "y" },
      { ApiKey: MASK, api_key: MASK },
    ],
    [
      { accessToken: "x", applicationToken: "y" },
      { accessToken: MASK, applicationToken: MASK },
    ],
    [{ EasyPassword: "1234" }, { EasyPassword: MASK }],
    [{ passkey: 12345 }, { passkey: MASK }],
    [{ webhookSecret: "x" }, { webhookSecret: MASK }],
    [{ cookies: [{ name: "sid", value: "x" }] }, { cookies: [{ name: MASK, value: MASK }] }],
    [{ downloadUrl: "https://t.example/dl/pa55key/1" }, { downloadUrl: MASK }],
    [{ headers: [{ key: "X-A", value: "x" }] }, { headers: [{ key: "X-A", value: MASK }] }],
    [{ headers: { "x-a": "x" } }, { headers: { "x-a": MASK } }],
    [{ headers: ["X-A: x"] }, { headers: [MASK] }],
  ])("a field that is named like one: %j", (value, expected) => {
    expect(mask(value)).toEqual(expected);
  });

  test("the forms of an *arr: by name, by privacy, and its headers", () => {
    const fields = [
      { name: "url", value: "http://sofarr/api/webhook/sonarr", privacy: "normal" },
      { name: "password", value: "x", privacy: "password" },
      { name: "pin", value: "x", privacy: "apiKey" },
      { name: "headers", value: [{ key: "X-Sofarr-Webhook-Secret", value: "x" }] },
      { name: "method", value: 1 },
    ];
    expect(mask({ fields })).toEqual({
      fields: [
        fields[0],
        { name: "password", value: MASK, privacy: "password" },
        { name: "pin", value: MASK, privacy: "apiKey" },
        { name: "headers", value: [{ key: "X-Sofarr-Webhook-Secret", value: MASK }] },
        fields[4],
      ],
    });
  });

  test.each([
    [{ hasPassword: true, password: null, token: "" }],
    [{ name: "Nightshift", key: "value", value: 3 }],
    [{ tokenType: "Bearer", seasonPass: false, monkey: "Kea" }],
    [["/library/Nightshift (2021)", "https://img.example/p.jpg?tag=abc", "a", 5, null, true]],
  ])("what is no secret stays as it is: %j", (value) => {
    expect(mask(value)).toEqual(value);
  });

  test.each([
    ["http://h/x?a=1&apikey=abc&b=2", `http://h/x?a=1&apikey=${MASK}&b=2`],
    ["http://h/x?secret=abc#top", `http://h/x?secret=${MASK}#top`],
    ["https://i.example/getnzb/1.nzb&i=7&r=abc", `https://i.example/getnzb/1.nzb&i=7&r=${MASK}`],
    ['see "http://h/x?Token=abc"', `see "http://h/x?Token=${MASK}"`],
    ["http://kea:abc@h:1/x", `http://${MASK}@h:1/x`],
    ["refused k3y-of-sonarr twice: k3y-of-sonarr", `refused ${MASK} twice: ${MASK}`],
    ["/x?q=p%26ss%20word%2B", `/x?q=${MASK}`],
    ["it said p&ss word+.", `it said ${MASK}.`],
  ])("in a text: %s", (text, expected) => {
    expect(mask({ message: [text] })).toEqual({ message: [expected] });
  });

  test("what it is given is not changed", () => {
    const value = Object.freeze({ apiKey: "x", list: Object.freeze(["k3y-of-sonarr"]) });
    expect(mask(value)).toEqual({ apiKey: MASK, list: [MASK] });
    expect(value.apiKey).toBe("x");
  });

  test("no configured secret survives anywhere, and masking twice changes nothing more", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ noUnicodeString: false }),
        fc.string({ minLength: 6 }).filter((secret) => !MASK.includes(secret)),
        fc.string(),
        (value, secret, around) => {
          const hide = createSecretMask([secret]);
          const masked = hide({ value, text: around + secret + around });
          expect(hide(masked)).toEqual(masked);
          expect((masked as { text: string }).text).not.toContain(secret);
        },
      ),
    );
  });
});
