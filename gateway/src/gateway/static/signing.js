"use strict";
// Signs challenges with the officer's key: a security key through the browser, or, in a
// demonstration, a software key (演示用软件钥匙) as the middleware of a USB key would.
(function () {
  function toBase64(buffer) {
    return window.btoa(String.fromCharCode.apply(null, new Uint8Array(buffer)));
  }

  function fromWebsafe(text) {
    const plain = window.atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function fromHex(text) {
    return Uint8Array.from(text.match(/../g), function (pair) { return parseInt(pair, 16); });
  }

  function post(path, form, headers) {
    return window.fetch(path, {
      method: "POST",
      headers: Object.assign({ "Content-Type": "application/json" }, headers),
      body: JSON.stringify(form),
    });
  }

  function bySoftware(challenge, serial) {
    return post("/demo/keys/" + encodeURIComponent(serial) + "/signature", { text: challenge.text })
      .then(function (answer) { return answer.json(); })
      .then(function (answer) {
        return { challenge_id: challenge.challenge_id, signature: answer.signature };
      });
  }

  // What is signed is the SHA-256 of the text; the key itself says for which site.
  function bySecurityKey(challenge) {
    const wish = { challenge: fromHex(challenge.digest), userVerification: "required", timeout: 60000 };
    return window.navigator.credentials.get({ publicKey: wish }).then(function (found) {
      return {
        challenge_id: challenge.challenge_id,
        signature: toBase64(found.response.signature),
        authenticator_data: toBase64(found.response.authenticatorData),
        client_data: toBase64(found.response.clientDataJSON),
      };
    });
  }

  function sign(challenge) {
    const serial = JSON.parse(challenge.text).key_serial;
    return serial.startsWith("SW-") ? bySoftware(challenge, serial) : bySecurityKey(challenge);
  }

  // What a ceremony of the gateway asks for becomes a key's answer to it.
  function register(wanted) {
    const options = Object.assign({}, wanted.options);
    options.challenge = fromWebsafe(options.challenge);
    options.user = Object.assign({}, options.user, { id: fromWebsafe(options.user.id) });
    return window.navigator.credentials.create({ publicKey: options }).then(function (made) {
      return {
        challenge_id: wanted.challenge_id,
        attestation_object: toBase64(made.response.attestationObject),
        client_data: toBase64(made.response.clientDataJSON),
      };
    });
  }

  window.lingbu = { post: post, sign: sign, register: register };
})();
