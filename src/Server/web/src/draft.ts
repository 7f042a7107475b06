/** Sentence and evidence light each other up, without asking the server. */
export function watch(root: HTMLElement) {
  const light = (event: Event, on: boolean) => {
    const target = (event.target as HTMLElement).closest<HTMLElement>("[data-facts], [data-fact]");
    if (!target || !root.contains(target)) return;
    const fact = target.dataset.fact;
    const facts = fact ? [fact] : (target.dataset.facts ?? "").split(" ").filter(Boolean);
    target.classList.toggle("lit", on);
    for (const other of root.querySelectorAll<HTMLElement>(fact ? "[data-facts]" : "[data-fact]")) {
      const meant = fact ? (other.dataset.facts ?? "").split(" ").includes(fact) : facts.includes(other.dataset.fact ?? "");
      if (meant) other.classList.toggle("lit", on);
    }
    if (on && !fact && facts.length > 0) show(root.querySelector(`[data-fact="${CSS.escape(facts[0])}"]`));
  };
  /** Brings a fact into sight within its list; the page itself stays where it is. */
  const show = (fact: Element | null) => {
    const list = fact?.closest(".evidence");
    if (!fact || !list) return;
    const [it, sight] = [fact.getBoundingClientRect(), list.getBoundingClientRect()];
    if (it.top < sight.top) list.scrollTop -= sight.top - it.top;
    else if (it.bottom > sight.bottom) list.scrollTop += it.bottom - sight.bottom;
  };
  const enter = (event: Event) => light(event, true);
  const leave = (event: Event) => light(event, false);

  root.addEventListener("mouseover", enter);
  root.addEventListener("mouseout", leave);
  root.addEventListener("focusin", enter);
  root.addEventListener("focusout", leave);

  return {
    dispose: () => {
      root.removeEventListener("mouseover", enter);
      root.removeEventListener("mouseout", leave);
      root.removeEventListener("focusin", enter);
      root.removeEventListener("focusout", leave);
    },
  };
}
