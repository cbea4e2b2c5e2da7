"use strict";
// A section that waits for answers asks its own page again, until nothing is awaited any more.
(function () {
  const SECONDS = [2, 2, 3, 5, 10, 15]; // and then each 30, for ten minutes
  const TIMES = 28;

  function follow(section, turn) {
    if (!section.dataset.live || turn > TIMES) {
      return;
    }
    window.setTimeout(function () {
      window.fetch(section.dataset.live, { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) {
          throw new Error("signed out, or away");
        }
        return answer.text();
      }).then(function (text) {
        const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(section.id);
        follow(put(section, fresh), turn + 1);
      }).catch(function () { /* the refresh link is there */ });
    }, (SECONDS[turn] || 30) * 1000);
  }

  function put(section, fresh) {
    if (!fresh || fresh.innerHTML === section.innerHTML) {
      return section;
    }
    if (section.contains(document.activeElement)) {
      return section; // nobody loses their place; the next turn will do
    }
    section.replaceWith(fresh);
    if (!fresh.dataset.live) {
      followers();
    }
    return fresh;
  }

  // What else of this page depends on the answers, once the last of them is there.
  function followers() {
    window.fetch(window.location.href, { credentials: "same-origin" }).then(function (answer) {
      return answer.text();
    }).then(function (text) {
      const page = new DOMParser().parseFromString(text, "text/html");
      document.querySelectorAll("[data-follows]").forEach(function (old) {
        const fresh = page.getElementById(old.id);
        if (fresh && !old.contains(document.activeElement)) {
          old.replaceWith(fresh);
        }
      });
    }).catch(function () { /* the page says what it said */ });
  }

  document.querySelectorAll("[data-live]").forEach(function (section) { follow(section, 0); });
})();
