import type { DotNet } from "./blazor";

/**
 * Sentence and evidence light each other up, without asking the server; and what is being typed is kept in the browser
 * until the server has said that it is saved, so that a lost connection loses nothing.
 */
export function watch(root: HTMLElement, draftId: string, dotnet: DotNet) {
  const kept = (sentence: string) => `xinglin-typed-${draftId}-${sentence}`;

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

  let timer: ReturnType<typeof setTimeout> | undefined;
  const typed = (event: Event) => {
    const box = event.target as HTMLTextAreaElement;
    const sentence = box.dataset.sentence;
    const key = sentence ?? box.dataset.keep;
    if (!key) return;
    sessionStorage.setItem(kept(key), box.value);
    if (!sentence) return;
    clearTimeout(timer);
    timer = setTimeout(() => void dotnet.invokeMethodAsync("Typed", sentence, box.value).catch(() => undefined), 1500);
  };

  root.addEventListener("mouseover", enter);
  root.addEventListener("mouseout", leave);
  root.addEventListener("focusin", enter);
  root.addEventListener("focusout", leave);
  root.addEventListener("input", typed);

  return {
    /** The server has these words, or they were given up (null): the browser may forget them, but nothing typed since. */
    saved: (sentence: string, words: string | null) => {
      if (words === null || sessionStorage.getItem(kept(sentence)) === words) sessionStorage.removeItem(kept(sentence));
    },
    /** What was typed and never confirmed as saved, by sentence. */
    unsaved: (): Record<string, string> => {
      const found: Record<string, string> = {};
      const start = kept("");
      for (let index = 0; index < sessionStorage.length; index++) {
        const key = sessionStorage.key(index)!;
        if (key.startsWith(start)) found[key.slice(start.length)] = sessionStorage.getItem(key)!;
      }
      return found;
    },
    focus: (selector: string) => root.querySelector<HTMLElement>(selector)?.focus(),
    dispose: () => {
      clearTimeout(timer);
      root.removeEventListener("mouseover", enter);
      root.removeEventListener("mouseout", leave);
      root.removeEventListener("focusin", enter);
      root.removeEventListener("focusout", leave);
      root.removeEventListener("input", typed);
    },
  };
}
