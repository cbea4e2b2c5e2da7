"use strict";
// Every page works without this file; with it, a form is sent once and errors get the focus.
(function () {
  document.querySelectorAll("form[data-once]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      // A file download leaves the page as it is: the form may be used again.
      window.setTimeout(function () { delete form.dataset.sent; }, 3000);
    });
  });
  const focus = document.querySelector("[data-focus]");
  if (focus) {
    focus.focus();
  }
})();
