// Suggestions while typing, after the ARIA combobox pattern, for <input data-suggest="/address">.
// GET /address?q=… answers {"items": [{"label", "hint", "url", "value"}]}. Without it the input stays an input.

const WAIT = 140;
let count = 0;

const enhance = (input) => {
  if (input.dataset.suggestReady) return;
  input.dataset.suggestReady = "yes";
  const id = `suggest-${(count += 1)}`;
  const box = document.createElement("ul");
  box.className = "suggest";
  box.id = id;
  box.role = "listbox";
  box.hidden = true;
  box.setAttribute("aria-label", input.labels?.[0]?.textContent.trim() || input.name);
  input.after(box);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-expanded", "false");
  input.autocomplete = "off";

  let items = [];
  let active = -1;
  let timer = 0;
  let running = null;

  const close = () => {
    box.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    active = index;
    [...box.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (index < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", `${id}-${index}`);
      box.children[index].scrollIntoView({ block: "nearest" });
    }
  };
  const choose = (index) => {
    const item = items[index];
    close();
    if (item.url) {
      location.assign(item.url);
      return;
    }
    input.value = item.value ?? item.label;
    input.dispatchEvent(new CustomEvent("suggest:chosen", { bubbles: true, detail: item }));
    if (input.type === "search" && input.form) input.form.requestSubmit();
  };
  const show = (found) => {
    items = found;
    box.replaceChildren(
      ...items.map((item, index) => {
        const option = document.createElement("li");
        option.role = "option";
        option.id = `${id}-${index}`;
        option.setAttribute("aria-selected", "false");
        const label = document.createElement("span");
        label.textContent = item.label;
        option.append(label);
        if (item.hint) {
          const hint = document.createElement("span");
          hint.className = "suggest__hint";
          hint.textContent = item.hint;
          option.append(hint);
        }
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(index));
        return option;
      }),
    );
    active = -1;
    box.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    const words = document.getElementById("said").dataset;
    const word = items.length === 1 ? words.suggestion : words.suggestions;
    document.dispatchEvent(new CustomEvent("say", { detail: `${items.length} ${word}` }));
  };
  const ask = async () => {
    const words = input.value.trim();
    running?.abort();
    if (words.length < 2) {
      close();
      return;
    }
    running = new AbortController();
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { signal: running.signal, headers: { Accept: "application/json" } });
      if (answer.ok && document.activeElement === input) show((await answer.json()).items ?? []);
    } catch (problem) {
      if (problem.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const last = items.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (box.hidden) {
        ask();
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(active + step > last ? -1 : active + step < -1 ? last : active + step);
    } else if (event.key === "Enter" && !box.hidden && active >= 0) {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Enter") {
      clearTimeout(timer);
      running?.abort();
      close();
    } else if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", close);
};

const enhanceAll = () => document.querySelectorAll("input[data-suggest]").forEach(enhance);
enhanceAll();
document.addEventListener("htmx:afterSettle", enhanceAll);
