// Fields that own their text. The server renders a field's key and the text that it has; what stands in the field it never
// writes: an echo that arrives late would take letters away. What is typed is kept by the browser until the server has it, comes
// back after a page was drawn anew, and goes to the server whole, a moment after the last key and before its form is sent.
(() => {
  const Prefix = "xinglin-typed-";
  const Base = "xinglin-seen-";
  const Soon = 3000;
  let pointed = 0; // when somebody last pointed or tabbed elsewhere
  addEventListener("pointerdown", () => ((pointed = Date.now()), (left = null)), true);
  addEventListener("keydown", ({ key }) => key === "Tab" && (pointed = Date.now()), true);
  let left = null; // the field that had the cursor when its page was drawn anew

  /** The server has these words for good, or they were given up (null): the browser may forget them, but nothing typed since. */
  function forget(key, words) {
    if (words === null || sessionStorage.getItem(Prefix + key) === words) {
      sessionStorage.removeItem(Prefix + key);
      sessionStorage.removeItem(Base + key);
    } else if (sessionStorage.getItem(Prefix + key) !== null) store(Base + key, words);
    tell();
  }

  function store(key, words) {
    try {
      sessionStorage.setItem(key, words);
    } catch {
      // The browser keeps no more: the text stays in its field all the same.
    }
  }

  /** Whether something stands in a field that the server has not saved: then the page does not say "saved". */
  function tell() {
    const fields = [...document.querySelectorAll("kept-text[key]")];
    const open = fields.some((field) => sessionStorage.getItem(Prefix + field.getAttribute("key")) !== null);
    document.documentElement.classList.toggle("unsaved", open);
  }

  addEventListener("xinglin:page", tell);

  /** What was typed and never confirmed as saved, by what follows a prefix of the key. */
  const unsaved = (start) => under(Prefix + start);

  /** What the server had of those when the typing began. */
  const bases = (start) => under(Base + start);

  function under(start) {
    const found = {};
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(start)) found[key.slice(start.length)] = sessionStorage.getItem(key);
    return found;
  }

  window.keptTexts = { forget, unsaved, bases };

  class KeptText extends HTMLElement {
    static observedAttributes = ["text", "placeholder", "label"];
    #field = null;
    #known = ""; // what the server has, or was sent
    #timer = 0;

    connectedCallback() {
      if (!this.#field) this.#build();
      const back = left && left.who === this.#who && Date.now() - left.when < Soon ? left : null;
      const kept = this.#stored() ?? back?.text ?? null;
      const isOwn = kept !== null && kept !== this.#known;
      if (this.#key && !isOwn) forget(this.#key, null);
      if (isOwn) this.#field.value = kept;
      if (back) {
        left = null;
        this.#field.focus();
        this.#field.setSelectionRange(back.start, back.end);
        if (back.keys) {
          this.#field.setRangeText(back.keys, back.start, back.end, "end");
          this.#field.dispatchEvent(new Event("input", { bubbles: true }));
        }
      } else if (this.hasAttribute("take-focus") && !document.activeElement?.closest("kept-text")) {
        this.#field.focus();
        this.#field.setSelectionRange(this.#field.value.length, this.#field.value.length);
      }
      if (isOwn) this.#later(0);
      tell();
    }

    disconnectedCallback() {
      clearTimeout(this.#timer);
      tell();
      // A browser may take the cursor away before the field itself.
      if (this.#had && Date.now() - this.#left < 100)
        left = { who: this.#who, text: this.#field.value, ...this.#had, keys: "", when: Date.now() };
    }

    attributeChangedCallback(name, _, value) {
      if (!this.#field) return;
      if (name === "placeholder") this.#field.placeholder = value ?? "";
      else if (name === "label") this.#field.ariaLabel = value;
      // What is in a field that somebody types into, or has typed into, is theirs.
      else if (document.activeElement !== this.#field && this.#field.value === this.#known)
        this.#field.value = this.#known = value ?? "";
    }

    /** What stands in it goes to the server now, unless it is there already. */
    flush() {
      clearTimeout(this.#timer);
      if (!this.#field || this.#field.value === this.#known) return;
      this.#known = this.#field.value;
      this.dispatchEvent(new CustomEvent("kept", { bubbles: true, detail: { text: this.#field.value } }));
    }

    /** As flush; whoever types there is done, and expects the cursor no more. */
    finish() {
      this.flush();
      this.#had = null;
    }

    #build() {
      const lines = this.getAttribute("lines");
      const field = document.createElement(lines ? "textarea" : "input");
      if (lines) field.rows = Number(lines);
      else field.type = this.getAttribute("kind") ?? "text";
      if (this.hasAttribute("field-id")) field.id = this.getAttribute("field-id");
      if (this.hasAttribute("label")) field.ariaLabel = this.getAttribute("label");
      field.placeholder = this.getAttribute("placeholder") ?? "";
      field.autocomplete = "off";
      field.value = this.#known = this.getAttribute("text") ?? "";
      field.addEventListener("input", (event) => this.#typed(event));
      field.addEventListener("compositionend", () => this.#later());
      field.addEventListener("blur", () => {
        if (Date.now() - pointed < 1000) this.#had = null;
        this.#left = Date.now();
        if (this.isConnected) this.flush();
      });
      for (const moved of ["focus", "input", "keyup", "pointerup", "select"])
        field.addEventListener(moved, () => {
          this.#had = { start: field.selectionStart, end: field.selectionEnd };
          this.#left = Infinity;
        });
      this.#field = field;
      this.append(field);
    }

    #had = null; // where the cursor is
    #left = 0; // when it went away; never, while it is here

    get #key() {
      return this.getAttribute("key");
    }

    get #who() {
      return this.#key ?? this.getAttribute("label");
    }

    #typed(event) {
      if (this.#key) {
        if (sessionStorage.getItem(Prefix + this.#key) === null) store(Base + this.#key, this.#known);
        store(Prefix + this.#key, this.#field.value);
        tell();
      }
      if (!event.isComposing) this.#later();
    }

    #later(wait = Number(this.getAttribute("wait") ?? 1500)) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.flush(), wait);
    }

    #stored() {
      return this.#key ? sessionStorage.getItem(Prefix + this.#key) : null;
    }

  }

  customElements.define("kept-text", KeptText);

  // While a page is drawn anew there is no field for a moment: what is typed then is for the one that had the cursor.
  addEventListener(
    "keydown",
    (event) => {
      if (!left || Date.now() - left.when >= Soon || document.activeElement !== document.body) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.length === 1) left.keys += event.key;
      else if (event.key === "Backspace") left.keys = left.keys.slice(0, -1);
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  // Before a form or a button of the page does what it is for, the server has what was typed.
  const flushAll = ({ target }) => {
    const within = target.closest?.("form, [data-fields]");
    for (const field of within?.querySelectorAll("kept-text") ?? []) field.finish();
  };
  addEventListener("submit", flushAll, true);
  addEventListener("click", (event) => event.target.closest?.("button") && flushAll(event), true);

  // A native dialog that is modal for as long as it is drawn.
  class ModalDialog extends HTMLElement {
    connectedCallback() {
      this.#before = document.activeElement;
      requestAnimationFrame(() => this.#open());
    }

    disconnectedCallback() {
      if (this.#before?.isConnected) this.#before.focus();
    }

    #before = null;

    #open() {
      const dialog = this.querySelector("dialog");
      if (!dialog || dialog.open) return;
      dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        this.dispatchEvent(new CustomEvent("closed", { bubbles: true, detail: {} }));
      });
      dialog.showModal();
      dialog.querySelector("[data-first]")?.focus();
      const form = dialog.querySelector("form[data-post]");
      form?.addEventListener("submit", (event) => this.#post(event, form));
      const secret = form?.querySelector("input[type=password]");
      if (!secret) return;
      // Nobody finds a password standing there.
      let forget = 0;
      secret.addEventListener("input", () => {
        clearTimeout(forget);
        forget = setTimeout(() => (secret.value = ""), 60_000);
      });
    }

    async #post(event, form) {
      event.preventDefault();
      if (this.dataset.busy) return;
      const says = form.querySelector("[data-says]");
      const secret = form.querySelector("input[type=password]");
      const body = new URLSearchParams(new FormData(form));
      secret.value = "";
      says.hidden = true;
      this.dataset.busy = "true";
      let answer = null;
      try {
        const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
        answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : { says: form.dataset.away };
        answer.ok = response.ok;
      } catch {
        answer = { ok: false, says: form.dataset.away };
      }
      delete this.dataset.busy;
      if (answer.ok) {
        this.dispatchEvent(new CustomEvent("closed", { bubbles: true, detail: { done: true } }));
        return;
      }
      says.hidden = false;
      says.querySelector("[data-words]").textContent = answer.says ?? answer.detail ?? answer.title ?? form.dataset.away;
      secret.focus();
    }
  }

  customElements.define("modal-dialog", ModalDialog);
})();
