"use strict";
// In a demonstration the page signs with the software keys (演示用软件钥匙), as the middleware of a
// real key would: without it nobody could try a sign-in here.
const DEMO = document.body.dataset.demo === "1";

function post(path, form) {
  return window
    .fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(form),
    })
    .then(function (answer) {
      return answer.json();
    });
}

function signed(serial, challenge) {
  const path = "/demo/keys/" + encodeURIComponent(serial) + "/signature";
  return post(path, { text: challenge.text }).then(function (answer) {
    return { challenge_id: challenge.challenge_id, signature: answer.signature };
  });
}

function withSignIn(request) {
  const form = JSON.parse(request.body);
  const who = { account: form.account, key_serial: form.key_serial };
  return post("/api/v1/sessions/challenges", who)
    .then(function (challenge) {
      return signed(form.key_serial, challenge);
    })
    .then(function (proof) {
      request.body = JSON.stringify(Object.assign(form, { proof: proof }));
      return request;
    });
}

function isSignIn(request) {
  return request.method === "POST" && request.url.endsWith("/api/v1/sessions");
}

// validatorUrl: nothing leaves the office; the badge would ask a server on the internet.
window.addEventListener("load", function () {
  window.SwaggerUIBundle({
    url: "/api/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    validatorUrl: null,
    docExpansion: "list",
    displayRequestDuration: true,
    persistAuthorization: false,
    requestInterceptor: function (request) {
      // A new intention each press: fill the key when the field was left empty.
      if (request.method !== "GET" && !request.headers["Idempotency-Key"]) {
        request.headers["Idempotency-Key"] = window.crypto.getRandomValues(new Uint32Array(4)).join("-");
      }
      return DEMO && isSignIn(request) ? withSignIn(request) : request;
    },
  });
});
