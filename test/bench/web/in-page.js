// Runs inside the app's page before its own code: notes when the first card came, and which cards a step touches.
{
  const CARDS = "li.card";
  const titleOf = (card) => card.querySelector("h3")?.textContent ?? "";
  const cards = () => [...document.querySelectorAll(CARDS)];

  // React notes an element's newest props on the element: new ones mean that its component was rendered again.
  const propsOf = (card) => {
    const article = card.firstElementChild;
    const key = Object.keys(article).find((name) => name.startsWith("__reactProps$"));
    if (key === undefined) throw new Error("React no longer notes props on elements");
    return article[key];
  };

  const propsBefore = new Map();
  const changed = new Set();
  const moved = new Set();
  let shift = 0;
  let shiftAtLoad = 0;

  const countShifts = (entries) => {
    for (const { value, sources } of entries) {
      shift += value;
      for (const { node } of sources) moved.add((node?.textContent ?? "something").slice(0, 40));
    }
  };
  const shifts = new PerformanceObserver((list) => countShifts(list.getEntries()));
  shifts.observe({ type: "layout-shift", buffered: true });

  new MutationObserver((_records, observer) => {
    if (document.querySelector(CARDS) === null) return;
    observer.disconnect();
    performance.mark("first-card");
  }).observe(document, { subtree: true, childList: true });

  globalThis.probe = {
    firstLoad() {
      const markedAt = (name) => performance.getEntriesByName(name)[0]?.startTime ?? null;
      const card = markedAt("first-card");
      // What the service worker stores meanwhile is its own affair and not in this list.
      const files = performance
        .getEntriesByType("resource")
        .filter(({ startTime }) => startTime <= card)
        .map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize }));
      return { card, paint: markedAt("first-contentful-paint"), files };
    },

    watch() {
      countShifts(shifts.takeRecords());
      shiftAtLoad = shift;
      moved.clear();
      for (const card of cards()) propsBefore.set(card, propsOf(card));
      new MutationObserver((records) => {
        for (const { target } of records) {
          const element = target instanceof Element ? target : target.parentElement;
          const card = element?.closest(CARDS);
          if (card) changed.add(titleOf(card));
        }
      }).observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    },

    // What was seen since the last time.
    read() {
      countShifts(shifts.takeRecords());
      const rendered = [];
      for (const card of cards()) {
        const props = propsOf(card);
        if (propsBefore.get(card) !== props) rendered.push(titleOf(card));
        propsBefore.set(card, props);
      }
      const shiftSince = shift - shiftAtLoad;
      const seen = { rendered, changed: [...changed], shiftAtLoad, shiftSince, moved: [...moved] };
      changed.clear();
      return seen;
    },

    percentOf(at) {
      const bar = document.querySelectorAll(CARDS)[at].querySelector("[role=progressbar]");
      return Number(bar?.getAttribute("aria-valuenow"));
    },
  };
}
