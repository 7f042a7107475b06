// Runs before the first paint: without a choice, the theme of the computer.
(() => {
  const root = document.documentElement;
  if (root.dataset.theme === "unset") {
    root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
})();
