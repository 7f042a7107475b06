// Passkeys (WebAuthn Level 3): a form asks for a challenge, the browser's authenticator answers it, the form posts the answer.
(() => {
  const isAble = () =>
    isSecureContext &&
    typeof PublicKeyCredential !== "undefined" &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function" &&
    !/^[\d.]+$|:/.test(location.hostname);

  async function post(address, fields) {
    const response = await fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" } });
    const isJson = response.headers.get("Content-Type")?.includes("json");
    return { ok: response.ok, ...(isJson ? await response.json() : {}) };
  }

  /** What the authenticator says to a challenge; it may ask for a finger, a face or a PIN first. */
  async function answer(kind, asked) {
    const options = JSON.parse(asked.options);
    const made =
      kind === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return { challenge: asked.challenge, credential: JSON.stringify(made.toJSON()) };
  }

  /** Challenge, answer, result; or what to say. */
  async function through(kind, optionsAddress, address, form, words, without = []) {
    if (!isAble()) return { ok: false, says: words.unable };
    const fields = Object.fromEntries(new FormData(form));
    try {
      const asked = await post(optionsAddress, fields);
      if (!asked.ok) return { ok: false, says: asked.says ?? asked.detail ?? words.away };
      const answered = await answer(kind, asked);
      for (const name of without) delete fields[name];
      return await post(address, { ...fields, ...answered });
    } catch (fault) {
      const isOfDevice = fault instanceof DOMException && fault.name !== "NetworkError";
      return { ok: false, says: isOfDevice ? words.givenUp : words.away };
    }
  }

  let busy = false;
  async function alone(act) {
    if (busy) return;
    busy = true;
    try {
      await act();
    } finally {
      busy = false;
    }
  }

  addEventListener("submit", (event) => {
    const form = event.target.closest?.("form[data-passkey]");
    if (!form) return;
    event.preventDefault();
    alone(async () => {
      const says = form.querySelector("[data-says]");
      says.hidden = true;
      const result = await through(form.dataset.passkey, form.dataset.options, form.action, form, form.dataset, ["password"]);
      const secret = form.querySelector("input[type=password]");
      if (secret) secret.value = "";
      if (result.to) return location.assign(result.to);
      says.hidden = false;
      says.textContent = result.says ?? form.dataset.away;
    });
  });

  // In the signing dialog, next to the password.
  addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-passkey-sign]");
    const form = button?.closest("form");
    if (!form) return;
    const seen = form.querySelector("#sign-seen");
    if (seen && !seen.reportValidity()) return;
    alone(async () => {
      const modal = form.closest("modal-dialog");
      const says = form.querySelector("[data-says]");
      says.hidden = true;
      form.querySelector("input[type=password]").value = "";
      modal.dataset.busy = "true";
      const words = { ...button.dataset, away: form.dataset.away };
      const result = await through("get", button.dataset.passkeySign, form.action, form, words, ["password"]);
      delete modal.dataset.busy;
      if (result.ok) return modal.dispatchEvent(new CustomEvent("closed", { bubbles: true, detail: { done: true } }));
      says.hidden = false;
      says.querySelector("[data-words]").textContent = result.says ?? form.dataset.away;
    });
  });
})();
