// Runs inside the page: says where the focus is and whether somebody could see it there.
globalThis.focusNow = () => {
  const node = document.activeElement;
  if (node === null || node === document.body || node === document.documentElement) {
    return { name: "nothing", trouble: "nothing has the focus" };
  }
  const words =
    node.getAttribute("aria-label") ?? node.labels?.[0]?.textContent ?? node.textContent;
  const name = `${node.tagName.toLowerCase()} ${words.trim().replaceAll(/\s+/gu, " ").slice(0, 60)}`;
  const trouble = troubleWith(node);
  return { name, trouble: trouble && `${name}: ${trouble}` };

  function troubleWith(focused) {
    // A hidden radio button is shown by its label.
    const isHidden = focused.getBoundingClientRect().width <= 1;
    const shown = (isHidden && focused.closest("label")) || focused;
    const { left, top, right, bottom, width, height } = shown.getBoundingClientRect();
    if (width <= 1 || height <= 1) return "it has no size";
    if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) {
      return "it is outside the window";
    }
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const above = document.elementFromPoint(x, y);
    if (above !== null && !shown.contains(above) && !above.contains(shown)) {
      return `${above.tagName.toLowerCase()} ${above.className} lies above it`;
    }
    // Places that only code can go to (a heading, the page's content) need no frame.
    if (focused.tabIndex < 0) return null;
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(shown);
    const isFramed = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    return isFramed && Number(opacity) > 0 ? null : "nothing shows that it has the focus";
  }
};
