// Questions that hang on an earlier answer: <div data-only-if="name of a field" data-answers="one or another">.
// Without JavaScript all of them stand there, each with its condition in words. What is hidden keeps what was typed;
// that it does not count is decided by the server.

const answersOf = (form, name) =>
  [...form.elements]
    .filter((field) => field.name === name && !field.closest("[data-only-if][hidden]"))
    .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
    .map((field) => field.value);

const watch = (form) => {
  const show = () => {
    // In the order of the page, so that what is hidden answers for nothing that follows.
    for (const part of form.querySelectorAll("[data-only-if]")) {
      const wanted = part.dataset.answers.split(" ");
      part.hidden = !answersOf(form, part.dataset.onlyIf).some((answer) => wanted.includes(answer));
    }
    for (const group of form.querySelectorAll("[data-hides-empty]")) {
      group.hidden = !group.querySelector("[data-part]:not([hidden])");
    }
  };
  for (const said of form.querySelectorAll("[data-condition]")) said.hidden = true;
  form.addEventListener("change", show);
  show();
};

for (const form of new Set([...document.querySelectorAll("[data-only-if]")].map((part) => part.closest("form")))) watch(form);
