import { describe, expect, test } from "vitest";

import { openHouse } from "./open-house.ts";
import { loginOf, signIn, violationsOn } from "./visitor.ts";

/** Each with the real server's answer to what the simulated media server does. */
describe("who is not let in", () => {
  const house = openHouse();

  test.each([
    ["en-GB", /^Name or password is not right\.$/u],
    ["de", /^Name oder Passwort stimmt nicht\.$/u],
  ])("is told that the password is wrong, in %s", async (locale, text) => {
    expect(await refusalOf({ ...loginOf(house, "Mira"), password: "wrong" }, locale)).toMatch(text);
  });

  test.each([
    ["en-GB", /disabled, locked/u],
    ["de", /deaktiviert, gesperrt/u],
    ["es", /desactivada, bloqueada/u],
  ])("is told that the account is, in %s and not in the server's English", async (locale, text) => {
    const { mediaServer } = house.household.simulators;
    const mira = mediaServer.users().find(({ name }) => name === "Mira");
    mediaServer.setPolicy(mira?.id ?? "", { isDisabled: true });
    expect(await refusalOf(loginOf(house, "Mira"), locale)).toMatch(text);
    mediaServer.setPolicy(mira?.id ?? "", { isDisabled: false });
  });

  test("is told that the media server is away, not that the password is wrong", async () => {
    const { server } = house.household.simulators.mediaServer;
    await server.stop();
    expect(await refusalOf(loginOf(house, "Mira"), "es")).toMatch(/servidor multimedia/u);
    await server.start();
  });

  async function refusalOf(
    login: { readonly name: string; readonly password: string },
    locale: string,
  ): Promise<string> {
    const { page, leave } = await house.arrive("/", { locale });
    await signIn(page, login);
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await violationsOn(page)).toEqual([]);
    const text = await alert.innerText();
    await leave();
    return text;
  }
});
