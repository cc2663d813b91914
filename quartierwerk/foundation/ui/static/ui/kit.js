// Small manners for every page. Nothing here is needed to use it.

const say = (text) => {
  const voice = document.getElementById("said");
  if (voice && text) voice.textContent = text;
};
document.addEventListener("say", (event) => say(event.detail));

// Dialogs: any link or button with data-dialog="id"; a link keeps its address for those without JavaScript.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog && typeof dialog.showModal === "function" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target.matches("dialog[open]")) {
    event.target.close();
  }
});

// Copying
const revealCopyButtons = () => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.parentElement.querySelector("[data-copy-text]").textContent.trim());
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = button.dataset.done;
  say(button.dataset.done);
  setTimeout(() => { label.textContent = before; }, 2000);
});

// Menus close on Escape and on a click outside.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-closes][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-closes][open], .head__more[open], .sheet[open]")) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

// Forms that send themselves on change
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && form.hasAttribute("data-submit")) form.requestSubmit();
});

// Lists: chips and pages swap the list; open groups stay open; the new total is said.
let openBefore = [];
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id !== "find") return;
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
  // What is asked for anyway, or belongs to a field that is empty, says nothing; the server tidies up the same way.
  for (const field of event.detail.elt.elements) {
    const { usual, needs } = field.dataset;
    if ((usual && field.value === usual) || (needs && !event.detail.formData.get(needs))) event.detail.formData.delete(field.name);
  }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-list-link]");
  const list = link && link.closest("#list");
  if (!list || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const isPage = Boolean(link.closest(".pager"));
  window.htmx
    .ajax("GET", link.href, { target: "#list", select: "#list", swap: isPage ? "outerHTML show:#list:top" : "outerHTML show:none", source: link })
    .then(() => {
      history.pushState({ htmx: true }, "", link.href);
      const heading = document.querySelector("#list h1");
      if (heading) {
        heading.tabIndex = -1;
        heading.focus({ preventScroll: true });
      }
    });
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target && event.detail.target.id === "list") {
    openBefore = [...document.querySelectorAll("#list details[id][open]")].map((group) => group.id);
  }
});
document.addEventListener("htmx:afterSettle", () => {
  for (const id of openBefore) {
    const group = document.getElementById(id);
    if (group) group.open = true;
  }
  openBefore = [];
  const list = document.getElementById("list");
  if (list) say(list.dataset.said);
  revealCopyButtons();
});

// What is printed says where it stands, also after filters or a map have changed the address.
addEventListener("beforeprint", () => {
  for (const place of document.querySelectorAll("[data-address]")) place.textContent = location.href;
});

// The summary of errors takes the focus, so that it is read first.
const errors = document.querySelector("[data-focus]");
if (errors) errors.focus();
revealCopyButtons();

// Browsers that cannot style the content of closed <details> get them opened on wide screens.
if (!CSS.supports("selector(details::details-content)") && matchMedia("(min-width: 62rem)").matches) {
  for (const part of document.querySelectorAll(".head__more, .sheet, .office__menu")) part.open = true;
}
