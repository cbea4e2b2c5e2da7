"use strict";
// A page for trying security keys out: every step is one call of the API, its answer is shown.
const told = document.getElementById("told");
let token = "";

function fresh() {
  return window.crypto.getRandomValues(new Uint32Array(4)).join("-");
}

function call(path, form, key) {
  const headers = { Authorization: "Bearer " + token, "Idempotency-Key": key || fresh() };
  return window.lingbu.post("/api/v1" + path, form, headers).then(function (answer) {
    return answer.json().then(function (body) {
      return { status: answer.status, body: body };
    });
  });
}

function good(answer) {
  if (answer.status >= 400) {
    throw new Error(answer.body.detail + "（" + answer.body.code + "）");
  }
  return answer.body;
}

function signIn(form) {
  const who = { account: form.account, key_serial: form.key_serial };
  return call("/sessions/challenges", who)
    .then(good)
    .then(window.lingbu.sign)
    .then(function (proof) { return call("/sessions", Object.assign(form, { proof: proof })); })
    .then(good)
    .then(function (session) {
      token = session.token;
      return "已登录：" + session.account + "，钥匙盘 " + session.key_serial + "（" + session.key_kind + "）";
    });
}

function register(form) {
  return call("/keys/" + encodeURIComponent(form.serial) + "/ceremony", {})
    .then(good)
    .then(window.lingbu.register)
    .then(function (attested) {
      return call("/keys", { serial: form.serial, kind: "webauthn", attested: attested });
    })
    .then(good)
    .then(function (key) { return "已登记：" + key.serial + "（" + key.kind + "）"; });
}

function unbind(form) {
  return call("/keys/" + encodeURIComponent(form.serial) + "/unbinding", { reason: "换用安全密钥" })
    .then(good)
    .then(function (key) { return "已解绑：" + key.serial; });
}

function bind(form) {
  return call("/keys/" + encodeURIComponent(form.serial) + "/binding", { account: form.account })
    .then(good)
    .then(function (key) { return "已绑定：" + key.serial + " → " + form.account; });
}

// The order is given, the challenge signed, the same order given again with the proof.
function decide(form) {
  const order = JSON.parse(form.order), key = fresh();
  return call(form.path, order, key)
    .then(function (answer) {
      if (answer.status !== 428) {
        return answer;
      }
      return window.lingbu.sign(answer.body.challenge).then(function (proof) {
        return call(form.path, Object.assign(order, { proof: proof }), key);
      });
    })
    .then(good)
    .then(function () { return "已办理：" + form.path; });
}

const STEPS = { "sign-in": signIn, register: register, unbind: unbind, bind: bind, decide: decide };

Object.keys(STEPS).forEach(function (name) {
  document.getElementById(name).addEventListener("submit", function (event) {
    event.preventDefault();
    told.textContent = "…";
    STEPS[name](Object.fromEntries(new FormData(event.target)))
      .catch(function (error) { return "未办成：" + error.message; })
      .then(function (sentence) { told.textContent = sentence; });
  });
});
