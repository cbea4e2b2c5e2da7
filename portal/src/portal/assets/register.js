"use strict";
// Registers a security key (WebAuthn): what the key gives goes into the form's hidden fields.
(function () {
  function toBase64(buffer) {
    return window.btoa(String.fromCharCode.apply(null, new Uint8Array(buffer)));
  }

  function fromWebsafe(text) {
    const raw = window.atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, function (letter) { return letter.charCodeAt(0); });
  }

  function wish(form) {
    const options = JSON.parse(form.dataset.options);
    options.challenge = fromWebsafe(options.challenge);
    options.user.id = fromWebsafe(options.user.id);
    return options;
  }

  document.querySelectorAll("form[data-options]").forEach(function (form) {
    const button = form.querySelector("[data-register]");
    const told = form.querySelector(".press-told");
    if (!window.PublicKeyCredential) {
      told.textContent = "这个浏览器不能使用安全密钥，请换用较新的浏览器。";
      return;
    }
    button.addEventListener("click", function (event) {
      if (form.elements.namedItem("attestation_object").value) {
        return; // answered: the form goes on its way
      }
      event.preventDefault();
      told.textContent = "请触碰安全密钥……";
      window.navigator.credentials.create({ publicKey: wish(form) }).then(function (made) {
        form.elements.namedItem("attestation_object").value = toBase64(made.response.attestationObject);
        form.elements.namedItem("client_data").value = toBase64(made.response.clientDataJSON);
        told.textContent = "已应答，正在登记……";
        form.requestSubmit(button);
      }).catch(function () {
        told.textContent = "没有登记：密钥没有插入、没有确认，或时间过了。请再按一次。";
      });
    });
  });
})();
