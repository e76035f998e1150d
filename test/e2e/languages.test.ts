import { describe, expect, test } from "vitest";

import { openHouse } from "./open-house.ts";
import { PHONE, violationsOn } from "./visitor.ts";

describe("languages", () => {
  const house = openHouse();

  test.each([
    ["de-AT", "de", "Willkommen zurück", "Anmelden"],
    ["es-MX", "es", "Te damos la bienvenida", "Entrar"],
    ["fr-FR", "en", "Welcome back", "Sign in"],
  ])("a browser in %s is spoken to in %s", async (locale, lang, title, button) => {
    const { page, leave } = await house.arrive("/", { locale });
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.getByRole("button", { name: button, exact: true }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe(lang);
    expect(await violationsOn(page)).toEqual([]);
    await leave();
  });

  test("a browser on a Linux without a language is spoken to in English", async () => {
    const context = await house.browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    // As Chromium says it there: no tag of a language, and no number can be written in it.
    await page.addInitScript(`for (const [name, value] of [
      ["language", "en-US@posix"],
      ["languages", ["en-US@posix"]],
    ]) Object.defineProperty(navigator, name, { get: () => value });`);
    await page.goto(house.address);
    await page.getByRole("heading", { level: 1, name: "Welcome back" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await context.close();
  });

  test("another one is chosen in the account panel, at once and for good, and given back", async () => {
    const { page, trouble, leave } = await house.visit("Mira");
    await page.getByRole("button", { name: "Account of Mira" }).click();
    await page.getByLabel("Language").selectOption({ label: "Deutsch" });
    await page.getByRole("heading", { level: 1, name: "Deine Downloads" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    expect(await violationsOn(page)).toEqual([]);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Deine Downloads" }).waitFor();
    await page.getByRole("button", { name: "Konto von Mira" }).click();
    await page.getByLabel("Sprache").selectOption({ label: "Sprache: Wie im Browser" });
    await page.getByRole("heading", { level: 1, name: "Your downloads" }).waitFor();
    await leave();
    expect(trouble).toEqual([]);
  });

  test("nobody loads words they do not read", async () => {
    const asked: string[] = [];
    const context = await house.browser.newContext({
      viewport: PHONE,
      locale: "es",
      serviceWorkers: "block",
    });
    const page = await context.newPage();
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(house.address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const words = asked.map((path) => /\/assets\/(en|de|es)-/u.exec(path)?.[1]).filter(Boolean);
    expect(words).toEqual(["es"]);
    await context.close();
  });
});
