"use strict";
// Signs with a security key (WebAuthn): what the key gives goes into the form's hidden fields.
(function () {
  function toBase64(buffer) {
    return window.btoa(String.fromCharCode.apply(null, new Uint8Array(buffer)));
  }

  function fromHex(text) {
    return Uint8Array.from(text.match(/../g), function (pair) { return parseInt(pair, 16); });
  }

  function fill(form, name, value) {
    form.elements.namedItem(name).value = value;
  }

  function pressed(form, found) {
    fill(form, "signature", toBase64(found.response.signature));
    fill(form, "authenticator_data", toBase64(found.response.authenticatorData));
    fill(form, "client_data", toBase64(found.response.clientDataJSON));
  }

  document.querySelectorAll("form[data-challenge]").forEach(function (form) {
    const button = form.querySelector("[data-webauthn]");
    const told = form.querySelector(".press-told");
    if (!button || !window.PublicKeyCredential) {
      return;
    }
    button.addEventListener("click", function (event) {
      if (form.elements.namedItem("signature").value) {
        return; // signed: the form goes on its way
      }
      event.preventDefault();
      told.textContent = "请触碰钥匙盘……";
      const wish = {
        challenge: fromHex(form.dataset.challenge),
        userVerification: "required",
        timeout: 60000,
      };
      window.navigator.credentials.get({ publicKey: wish }).then(function (found) {
        pressed(form, found);
        told.textContent = "已签名，正在提交……";
        form.requestSubmit(button);
      }).catch(function () {
        told.textContent = "没有签名：钥匙盘没有插入、没有确认，或不是登记过的那一个。请再按一次。";
      });
    });
  });
})();
