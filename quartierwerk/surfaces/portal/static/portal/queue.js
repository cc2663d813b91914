// Keys for the queue: j and k move, x selects, o opens, letters on the buttons press them. Nothing here is needed to use the page.
// Single letters can be switched off (WCAG 2.1.4), and never count in a field, with a modifier or while a dialog is open.

const NAME = "queue-keys";
const queue = document.getElementById("queue");

const areOn = () => {
  try { return localStorage.getItem(NAME) !== "off"; } catch { return true; }
};
const keep = (isOn) => {
  try { localStorage.setItem(NAME, isOn ? "on" : "off"); } catch { /* a private window keeps nothing */ }
};

const start = () => {
  const rows = [...queue.querySelectorAll(".queue__row")];
  const boxes = rows.map((row) => row.querySelector("input[type=checkbox]"));
  const dialog = document.getElementById("keys");
  const chosen = queue.querySelector("[data-chosen]");
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));

  const count = () => {
    const number = boxes.filter((box) => box.checked).length;
    chosen.textContent = number ? `(${number})` : "";
  };
  const move = (by) => {
    const at = here();
    const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
    rows[next].querySelector("a").focus();
    rows[next].scrollIntoView({ block: "nearest" });
  };
  const select = () => {
    const box = boxes[here()];
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const open = () => {
    const row = rows[here()];
    if (row) row.querySelector("a").click();
  };
  const press = (button) => {
    const box = boxes[here()];
    if (!boxes.some((one) => one.checked) && box) box.checked = true;
    button.click();
  };
  const help = () => dialog.showModal();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const isField = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (isField || !areOn() || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const button = /^[a-z]$/.test(key) && queue.querySelector(`[data-key="${key}"]`);
    const does = { j: () => move(1), k: () => move(-1), x: select, o: open, "?": help }[key] ?? (button && (() => press(button)));
    if (!does) return;
    event.preventDefault();
    does();
  });

  queue.addEventListener("change", count);
  queue.querySelector("[data-all]").addEventListener("click", (event) => {
    event.preventDefault();
    const areAll = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !areAll;
    count();
  });
  const opener = queue.querySelector("[data-help]");
  opener.hidden = false;
  opener.addEventListener("click", help);
  const setting = dialog.querySelector("[data-keys-on]");
  setting.checked = areOn();
  setting.addEventListener("change", () => keep(setting.checked));
  count();
};

if (queue) start();
