// Autosave: <form data-draft="address"> sends itself there while somebody types; without JavaScript the form just works.
// The answer's version goes along the next time, so that two windows never overwrite each other unseen.

const PAUSE = 1500;

const watch = (form) => {
  const sign = form.querySelector("[data-draft-status]");
  const version = form.elements.namedItem("draft_version");
  let timer = 0;
  let isSending = false;
  let isChanged = false;
  let isOver = false;

  const show = (text, isWrong = false) => {
    if (!sign) return;
    sign.textContent = text;
    sign.classList.toggle("is-wrong", isWrong);
  };

  const body = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    return data;
  };

  const save = async () => {
    if (isSending || isOver || !isChanged) return;
    isSending = true;
    isChanged = false;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: body(), redirect: "error" });
      const told = await answer.json();
      if (told.version) version.value = told.version;
      if (answer.status === 409) isOver = true;
      show(told.said, !answer.ok);
    } catch {
      isChanged = true;
      show(sign ? sign.dataset.failed : "", true);
    }
    isSending = false;
    if (isChanged) later();
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  form.addEventListener("input", () => {
    isChanged = true;
    later();
  });
  form.addEventListener("submit", () => {
    isOver = true;
    clearTimeout(timer);
  });
  // Leaving the page: the last words still go out.
  addEventListener("pagehide", () => {
    if (isChanged && !isOver) navigator.sendBeacon(form.dataset.draft, body());
  });
};

for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
