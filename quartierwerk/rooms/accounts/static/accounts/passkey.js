// Ties allauth's passkey scripts to our pages: <div data-passkey-form="loginForm" data-button="id" data-credential="id">.
// Says when it did not work, and hides what cannot work where the browser knows no passkeys.

for (const place of document.querySelectorAll("[data-passkey-form]")) {
  const { passkeyForm, button, credential, options, passwordless } = place.dataset;
  const ids = { add: button, login: button, authenticate: button, credential, passwordless };
  if (options) ids.data = options;
  window.allauth.webauthn.forms[passkeyForm]({ ids });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    place.querySelector("[role=alert]").hidden = false;
  });
}

if (!window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = true;
}
