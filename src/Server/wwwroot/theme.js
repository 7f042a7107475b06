// Runs before the first paint: without a choice, the theme of the computer. The sign-in page carries this script within itself.
(() => {
  const root = document.documentElement;
  if (root.dataset.theme === "unset") {
    root.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  let theme = root.dataset.theme;

  document.addEventListener("click", (event) => {
    if (!event.target.closest?.('[data-action="theme"]')) return;
    theme = theme === "dark" ? "light" : "dark";
    root.dataset.theme = theme;
    document.cookie = `xinglin-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  });

  // A page that came by enhanced navigation carries the theme of its own request; the chosen one stays.
  addEventListener("xinglin:page", () => (root.dataset.theme = theme));
})();
