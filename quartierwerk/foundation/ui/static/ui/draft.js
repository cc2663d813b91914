// Autosave: <form data-draft="address"> sends itself there while somebody types; without JavaScript the form just works.
// The answer's version goes along the next time, so that two windows never overwrite each other unseen. Before the form
// itself is sent, what was typed is saved: where nothing can be, because the network or the session is gone, it stays on
// the page instead of going where nobody takes it.

const PAUSE = 1500;

const watch = (form) => {
  const sign = form.querySelector("[data-draft-status]");
  const version = form.elements.namedItem("draft_version");
  let timer = 0;
  let saving = Promise.resolve();
  let isChanged = false;
  let isOver = false;
  let isCut = false;
  let isSent = false;

  const show = (text, isWrong = false) => {
    if (!sign) return;
    sign.textContent = text;
    sign.classList.toggle("is-wrong", isWrong);
  };

  // Files stay out. What is left goes as plain words: a form in parts costs the server twice as much to read.
  const body = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => !(value instanceof File)));

  const send = () => fetch(form.dataset.draft, { method: "POST", body: body(), redirect: "manual" });

  // Whoever signs in again, in another window, has another token; the page knows the new one.
  const renew = async () => {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return false;
    const name = "csrfmiddlewaretoken";
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(`form[data-draft] [name=${name}]`);
    if (fresh) form.elements.namedItem(name).value = fresh.value;
    return Boolean(fresh);
  };

  const askToSignIn = () => {
    const { signedOut, signIn, failed } = sign ? sign.dataset : {};
    show(signedOut || failed || "", true);
    if (!sign || !signIn) return;
    const link = document.createElement("a");
    Object.assign(link, { href: location.href, target: "_blank", textContent: signIn });
    sign.append(" ", link);
  };

  const save = async () => {
    if (isOver || !isChanged) return;
    isChanged = false;
    try {
      let answer = await send();
      if (answer.status === 403 && (await renew())) answer = await send();
      isCut = answer.type === "opaqueredirect" || answer.status === 403 || answer.status >= 500;
      if (isCut) {
        isChanged = true;
        askToSignIn();
      } else {
        const told = await answer.json();
        if (told.version) version.value = told.version;
        if (answer.status === 409) isOver = true;
        show(told.said, !answer.ok);
      }
    } catch {
      isChanged = isCut = true;
      show(sign ? sign.dataset.failed : "", true);
    }
    if (isChanged) later();
  };

  // One after the other: the version of one answer belongs into the next question.
  const queue = () => (saving = saving.then(save));

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(queue, PAUSE);
  };

  let isTouched = false;
  form.addEventListener("input", () => {
    isChanged = isTouched = true;
    later();
  });
  form.addEventListener("submit", async (event) => {
    if (isSent || !isTouched || isOver) {
      isOver = true;
      clearTimeout(timer);
      return;
    }
    event.preventDefault();
    clearTimeout(timer);
    isChanged = true;
    await queue();
    if (isCut || isSent) return;
    isSent = isOver = true;
    clearTimeout(timer);
    form.requestSubmit(event.submitter);
  });
  // Leaving the page: the last words still go out.
  addEventListener("pagehide", () => {
    if (isChanged && !isOver) navigator.sendBeacon(form.dataset.draft, body());
  });
};

for (const form of document.querySelectorAll("form[data-draft]")) watch(form);
