// Keyboard and connection: what works on every page, also while the server is away.
(() => {
  const isTyping = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) &&
    element.type !== "checkbox";

  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);

  function step(by) {
    const all = rows();
    if (all.length === 0) return;
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function press(key) {
    const row = document.activeElement?.closest?.("[data-row]");
    const button = row?.querySelector(`[data-key="${key}"]`) ?? document.querySelector(`[data-page-key="${key}"]`);
    if (!button || button.disabled) return false;
    button.click();
    return true;
  }

  let going = false;
  const places = { w: "/", m: "/models", i: "/import" };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key;
    let done = true;
    if (going && places[key]) location.assign(places[key]);
    else if (key === "?") document.getElementById("keys")?.showModal();
    else if (key === "/") document.getElementById("search")?.focus();
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "Enter" && event.target.matches?.("[data-row]")) event.target.querySelector("[data-open]")?.click();
    else if (key.length === 1 && key !== "g") done = press(key);
    else done = false;
    going = key === "g";
    if (done) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const action = event.target.closest?.("[data-action]")?.dataset.action;
    if (action === "keys") document.getElementById("keys")?.showModal();
    else if (action === "reload") {
      event.preventDefault();
      location.reload();
    } else {
      const row = event.target.closest?.("tr[data-row]");
      const interactive = event.target.closest?.("a, button, input, label, select, textarea");
      if (row && !interactive && !getSelection().toString()) row.querySelector("[data-open]")?.click();
    }
  });

  // A film that cannot be shown is marked in its place: the words beside it appear in its stead.
  const isFilm = (element) => element instanceof HTMLImageElement && "filmImage" in element.dataset;
  const broken = (image) => image.setAttribute("data-broken", "");
  document.addEventListener("error", (event) => isFilm(event.target) && broken(event.target), true);
  for (const image of document.images) if (isFilm(image) && image.complete && image.naturalWidth === 0 && image.currentSrc) broken(image);

  // A message beyond the server's limit would cut the connection, and the text with it: it stays in its field until it is shorter.
  const tooLong = document.getElementById("too-long");
  const most = Number(tooLong?.dataset.most);
  let long = null;
  const isLong = (text) =>
    typeof text === "string" && text.length * 6 > most && new TextEncoder().encode(JSON.stringify(text)).length > most;

  function guard(event) {
    if (event.type === "input" || event.type === "change") {
      if (isLong(event.target.value)) long = event.target;
      else if (event.target === long) long = null;
      else return;
    } else if (event.type === "click" && !event.target.closest?.("main button, dialog button")) return;
    if (long && !long.isConnected) long = null;
    tooLong.classList.toggle("shown", long !== null);
    if (!long) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  }
  if (tooLong) for (const type of ["input", "change", "click", "submit"]) addEventListener(type, guard, true);

  // A page is readable before it listens. What is pressed until then is kept, the last of it, and done when the page listens.
  const Presses = "button:not([data-action]), .sentence, input[type=checkbox], input[type=radio], select";
  const Patience = 15_000; // that what was pressed is there again
  const notDone = document.getElementById("click-not-done");
  const waits = () => document.querySelector("main [data-not-live]") !== null;
  const alike = (name) => [...document.querySelectorAll("main :is(" + Presses + ")")].filter((one) => nameOf(one) === name);
  const nameOf = (one) =>
    [one.tagName, one.id, one.dataset.pageKey, one.dataset.key, one.getAttribute("aria-label"), one.textContent.trim()].join("|");
  let kept = null;

  function keep(event) {
    notDone?.classList.remove("shown");
    const pressed = event.target.closest?.(Presses);
    if (!pressed || !pressed.closest("main") || pressed.form?.hasAttribute("action") || !waits()) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    if (event.type === "mousedown") return; // a list of choices opens when the page listens
    if (pressed.disabled || pressed.tagName === "SELECT") return;
    const name = nameOf(pressed);
    const all = alike(name);
    kept?.mark.removeAttribute("aria-busy");
    pressed.setAttribute("aria-busy", "true");
    const watch = kept?.watch ?? new MutationObserver(doKept);
    kept = { mark: pressed, name, place: all.indexOf(pressed), count: all.length, page: location.pathname, watch };
    watch.observe(document.body, { childList: true, subtree: true });
  }

  function doKept() {
    if (!kept || waits()) return;
    const { name, place, count, page, watch } = kept;
    const all = alike(name);
    const done = () => (watch.disconnect(), (kept = null));
    if (page !== location.pathname) return void done();
    // Among several that say the same, the one in the same place, and only while there are as many.
    if (all.length === count && !all[place].disabled) {
      done();
      // After the drawing that is going on.
      setTimeout(() => all[place].isConnected && all[place].click());
    } else
      kept.until ??= setTimeout(() => {
        if (!kept) return;
        done();
        notDone?.classList.add("shown");
      }, Patience);
  }
  addEventListener("click", keep, true);
  addEventListener("mousedown", (event) => event.target.closest?.("main select") && keep(event), true);

  Blazor.start({
    circuit: {
      reconnectionOptions: { maxRetries: 100000, retryIntervalMilliseconds: (tried) => Math.min(5000, 500 * (tried + 1)) },
    },
  });

  Blazor.registerCustomEventType("kept", { createEventArgs: ({ detail }) => ({ text: detail.text }) });
  Blazor.registerCustomEventType("closed", { createEventArgs: ({ detail }) => ({ done: detail.done === true }) });

  Blazor.addEventListener("enhancedload", () => dispatchEvent(new Event("xinglin:page")));

  const typed = new Set();
  addEventListener(
    "input",
    ({ target }) => {
      if (/^(INPUT|TEXTAREA)$/.test(target.tagName) && !/^(password|checkbox|radio)$/.test(target.type)) typed.add(target);
    },
    true,
  );

  const banner = document.getElementById("components-reconnect-modal");
  banner?.addEventListener("components-reconnect-state-changed", (event) => {
    const state = event.detail?.state;
    // Nothing on the page says "saved" while nobody can save.
    document.documentElement.classList.toggle("away", state !== "hide");
    if (state !== "rejected" && state !== "resume-failed") return;
    // The server no longer knows this page (it was started again): load it afresh, it is in the address. Never on its own
    // while something is typed: that would be gone.
    if (![...typed].some((field) => field.isConnected && field.value)) location.reload();
    else {
      banner.style.display = "none";
      document.getElementById("started-again")?.classList.add("shown");
    }
  });
})();
