// Sets the theme a person chose before anything is painted. The same key and attribute as src/ui/theme.ts.
try {
  var choice = localStorage.getItem("sofarr-theme");
  if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
} catch {
  // Storage is blocked: the system's theme is used.
}
