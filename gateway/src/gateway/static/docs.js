"use strict";
// In a demonstration the page has what is to be signed signed by the officer's key (signing.js):
// without it nobody could sign in or decide here.
const DEMO = document.body.dataset.demo === "1";

const post = window.lingbu.post;

function json(answer) {
  return answer.json();
}

// What is to be signed: a sign-in has an address for it; a decision is given once without a proof.
// The idempotency key makes it harmless to give an order twice that needs none.
function challenge(request, form) {
  if (request.url.endsWith("/api/v1/sessions")) {
    const who = { account: form.account, key_serial: form.key_serial };
    return post("/api/v1/sessions/challenges", who).then(json);
  }
  return post(request.url, form, request.headers)
    .then(json)
    .then(function (answer) {
      return answer.challenge;
    });
}

function withProof(request) {
  const form = JSON.parse(request.body);
  delete form.proof;
  return challenge(request, form)
    .then(function (found) {
      return found ? window.lingbu.sign(found) : undefined;
    })
    .then(function (proof) {
      request.body = JSON.stringify(Object.assign(form, { proof: proof }));
      return request;
    });
}

function isSigned(request) {
  return request.method === "POST" && typeof request.body === "string" && request.body.includes('"proof"');
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
      return DEMO && isSigned(request) ? withProof(request) : request;
    },
  });
});
