import { describe, expect, test } from "vitest";

import { openHouse } from "./open-house.ts";
import { isFocused, Keyboard } from "./keyboard.ts";
import { DESKTOP, PHONE } from "./visitor.ts";

describe("with the keyboard alone", () => {
  const house = openHouse();

  test.each([
    ["a phone", PHONE],
    ["a desktop", DESKTOP],
  ] as const)(
    "somebody signs in, looks around, finds, changes and leaves, on %s",
    async (_name, viewport) => {
      const context = await house.browser.newContext({ viewport, locale: "en-GB" });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      const keyboard = await Keyboard.at(page);
      const login = house.household.logins.find(({ name }) => name === "Robin");
      await page.goto(`${house.address}/`);

      const nameField = page.getByLabel("Name", { exact: true });
      await nameField.waitFor();
      await keyboard.tabTo(nameField);
      await keyboard.type(login?.name ?? "");
      await keyboard.tabTo(page.getByLabel("Password", { exact: true }));
      await keyboard.type(login?.password ?? "");
      await keyboard.tabTo(page.getByRole("checkbox"));
      await keyboard.press("Space");
      await page.keyboard.press("Enter");
      await page.getByRole("navigation", { name: "Main" }).waitFor();

      // A new page: the first stop is the way past the navigation.
      const skip = page.getByRole("link", { name: "Skip", exact: false });
      await keyboard.tabTo(skip);
      await keyboard.press("Enter");
      await expect.poll(() => isFocused(page.getByRole("main"))).toBe(true);

      for (const [link, heading] of [
        ["Finished", "Recently finished"],
        ["Requests", "Your requests"],
        ["Admin", /.+/u],
        ["Downloads", "Your downloads"],
      ] as const) {
        const target = page.getByRole("navigation", { name: "Main" }).getByRole("link", {
          name: link,
          exact: true,
        });
        await keyboard.tabTo(target, "Shift+Tab");
        await page.keyboard.press("Enter");
        const title = page.getByRole("heading", { level: 1, name: heading });
        await title.waitFor();
        await expect.poll(() => isFocused(title)).toBe(true);
        await keyboard.look(`at ${link}`);
      }

      const everyone = page.getByRole("radio", { name: "Everyone’s" });
      await keyboard.tabTo(page.getByRole("radio", { name: "Mine" }));
      await keyboard.press("ArrowRight");
      await expect.poll(() => everyone.isChecked()).toBe(true);
      const cards = page.getByRole("main").getByRole("article");
      await cards.getByText("Mira", { exact: true }).first().waitFor();
      const all = await cards.count();

      const search = page.getByRole("textbox", { name: "Search" });
      await keyboard.tabTo(search);
      await keyboard.type("harbour");
      await expect.poll(() => cards.count()).toBeLessThan(all);
      expect(page.url()).toContain("harbour");
      await keyboard.press("Escape");
      await expect.poll(() => cards.count()).toBe(all);
      await keyboard.type("zzzz");
      await page.getByText("Nothing fits").waitFor();
      await keyboard.tabTo(page.getByRole("button", { name: "Clear the search" }));
      await keyboard.press("Enter");
      await expect.poll(() => isFocused(search)).toBe(true);
      await expect.poll(() => cards.count()).toBe(all);

      const more = page.getByRole("button", { name: "More filters" });
      if (await more.isVisible()) {
        await keyboard.tabTo(more);
        await keyboard.press("Enter");
      }
      const client = page.getByRole("combobox", { name: "From" });
      await keyboard.tabTo(client);
      await page.keyboard.type("SAB");
      await expect.poll(() => page.url()).toContain("client=");
      await expect.poll(() => cards.count()).toBeLessThan(all);
      await keyboard.press("Home");
      await expect.poll(() => cards.count()).toBe(all);
      const chip = page.getByRole("button", { name: /^Downloading/u });
      await keyboard.tabTo(chip);
      await keyboard.press("Space");
      await expect.poll(() => chip.getAttribute("aria-pressed")).toBe("true");
      await expect.poll(() => cards.count()).toBeLessThan(all);

      const details = cards.first().getByRole("button", { name: /^More about/u });
      await keyboard.tabTo(details);
      await keyboard.press("Enter");
      await expect.poll(() => details.getAttribute("aria-expanded")).toBe("true");
      await cards.first().getByText("Download client").waitFor();
      await keyboard.press("Enter");
      await expect.poll(() => details.getAttribute("aria-expanded")).toBe("false");

      const account = page.getByRole("button", { name: "Account of Robin" });
      await keyboard.tabTo(account, "Shift+Tab");
      await keyboard.press("Enter");
      await keyboard.tabTo(page.getByRole("radio", { name: "System" }));
      await keyboard.press("ArrowLeft");
      await expect.poll(() => page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
      await keyboard.press("Escape");
      await expect.poll(() => isFocused(account)).toBe(true);

      await keyboard.press("Enter");
      await keyboard.tabTo(page.getByRole("button", { name: "Sign out" }));
      await page.keyboard.press("Enter");
      await nameField.waitFor();
      await keyboard.tabTo(nameField);

      await context.close();
      expect(keyboard.trouble).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
});
