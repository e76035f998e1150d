import { describe, expect, test } from "vitest";

import { openHouse } from "./open-house.ts";
import { DESKTOP, PHONE, violationsOn } from "./visitor.ts";

/** Has the page's browser say that it speaks this. */
const speaking = (language: string): string => `for (const [name, value] of [
  ["language", "${language}"],
  ["languages", ["${language}"]],
]) Object.defineProperty(navigator, name, { get: () => value });`;

/** The words of every visible list that is narrower than it would be on its own. */
const CUT_CHOICES = `[...document.querySelectorAll("main select")].flatMap((select) => {
  const { width } = select.getBoundingClientRect();
  if (width === 0) return [];
  const free = document.body.appendChild(select.cloneNode(true));
  Object.assign(free.style, { position: "absolute", width: "max-content" });
  const wanted = free.getBoundingClientRect().width;
  free.remove();
  return wanted > width + 1 ? [[...select.options].map(({ text }) => text).join(" | ")] : [];
})`;

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
    await page.addInitScript(speaking("en-US@posix"));
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

  test.each(["en-GB", "de", "es"])("no choice of a list is cut, in %s", async (locale) => {
    const cut: string[] = [];
    for (const viewport of [PHONE, DESKTOP]) {
      const { page, leave } = await house.visit("Robin", "/", { viewport });
      await page.addInitScript(speaking(locale));
      for (const place of [
        "/?everyone=1&sort=title",
        "/history?everyone=1",
        "/requests?everyone=1",
      ]) {
        await page.goto(new URL(`.${place}`, house.address).href);
        await page.getByRole("main").getByRole("article").first().waitFor();
        await page.getByRole("combobox").first().waitFor();
        cut.push(...(await page.evaluate<string[]>(CUT_CHOICES)));
      }
      await leave();
    }
    expect(cut).toEqual([]);
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
