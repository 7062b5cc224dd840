/* The idle lock of staff: after the school's minutes without a touch the page is covered and asks
   for the password only. What was typed stays under the cover; the outbox waits and goes on. Tabs
   of one account are covered and opened together. The server keeps the same time by itself. */
(function () {
  "use strict";
  var body = document.body, account = body.dataset.account;
  var idle = Number(body.dataset.lock) * 60000, tell = Math.min(60000, idle / 3);
  var TOUCHED = "klass-touched-" + account, COVERED = "klass-covered-" + account;
  var box = document.getElementById("lock"), form = box.querySelector("form");
  var word = document.getElementById("lock-password"), said = document.getElementById("lock-said");
  var PASSIVE = { wheel: 1, touchstart: 1, pointermove: 1 };
  var told = Date.now(), busy = false;

  function covered() { return document.documentElement.classList.contains("covered"); }
  function touched() { return Number(localStorage.getItem(TOUCHED)) || 0; }
  function post(path, fields) {
    return fetch(path, {
      method: "POST", credentials: "same-origin", redirect: "manual",
      headers: { "X-CSRFToken": body.dataset.csrf, "X-Klass-Account": account, "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields || {})
    });
  }
  /* the session may have changed its token: pages and forms take the new one */
  function renew() {
    return fetch("/csrf", { credentials: "same-origin" }).then(function (r) { return r.text(); }).then(function (token) {
      body.dataset.csrf = token;
      Array.prototype.forEach.call(document.querySelectorAll("[name=csrf_token]"), function (input) { input.value = token; });
    });
  }

  function show() {
    document.documentElement.classList.add("covered");
    if (!box.open) { box.showModal(); }
    word.focus();
  }
  function cover() {
    if (covered()) { return; }
    localStorage.setItem(COVERED, String(Date.now()));
    said.hidden = true;
    word.value = "";
    show();
  }
  function open() {
    if (!covered()) { return; }
    document.documentElement.classList.remove("covered");
    word.value = "";
    box.close();
    told = Date.now();
    document.dispatchEvent(new Event("klass-opened"));
  }
  function lock() {
    if (covered()) { return; }
    cover();
    post("/lock/").catch(function () { /* the server's own time locks it */ });
  }
  /* an answer that says the session is locked covers the page */
  function heard(response) {
    if (response.headers.get("X-Klass-Lock")) { cover(); }
    return response;
  }

  function isIdle() { return Date.now() - touched() >= idle; }
  function look() {
    if (covered()) { return; }
    if (localStorage.getItem(COVERED)) { show(); } else if (isIdle()) { lock(); }
  }
  function touch(event) {
    if (covered()) { return; }
    if (isIdle()) {
      if (event.cancelable && !PASSIVE[event.type]) { event.preventDefault(); event.stopImmediatePropagation(); }
      lock();
      return;
    }
    var now = Date.now();
    if (now - touched() > 2000) { localStorage.setItem(TOUCHED, String(now)); }
    if (now - told > tell) { told = now; post("/lock/presence").then(heard).catch(function () { told = 0; }); }
  }

  function refuse(text) {
    said.textContent = text;
    said.hidden = false;
    word.value = "";
    word.focus();
  }
  function answered(response, again) {
    if (response.status === 204) {
      localStorage.setItem(TOUCHED, String(Date.now()));
      localStorage.removeItem(COVERED);
      open();
      return null;
    }
    if (response.status === 400 && response.headers.get("X-Klass-Csrf") && again) {
      return renew().then(function () { return ask(false); });
    }
    if (response.status === 422 || response.status === 429) { return response.text().then(refuse); }
    if (response.status >= 500) { refuse("Klass не отвечает. Повторите через минуту."); return null; }
    refuse("Вход закончился. Войдите под своим именем в соседней вкладке, потом введите пароль здесь: введённое не пропадёт.");
    return null;
  }
  function ask(again) {
    return post("/lock/opening", { "klass-password": word.value }).then(function (response) { return answered(response, again); });
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (busy) { return; }
    busy = true;
    ask(true).catch(function () { refuse("Нет связи. Повторите, когда она вернётся."); })
      .then(function () { busy = false; });
  });
  box.addEventListener("cancel", function (event) { event.preventDefault(); });
  box.addEventListener("close", function () { if (covered()) { show(); } });

  window.addEventListener("storage", function (event) {
    if (event.key !== COVERED) { return; }
    if (event.newValue) { said.hidden = true; show(); } else { open(); }
  });
  ["keydown", "pointerdown", "input", "wheel", "touchstart", "pointermove"].forEach(function (name) {
    window.addEventListener(name, touch, { capture: true, passive: Boolean(PASSIVE[name]) });
  });
  ["focus", "pageshow"].forEach(function (name) { window.addEventListener(name, look); });
  document.addEventListener("visibilitychange", look);
  localStorage.setItem(TOUCHED, String(Date.now())); /* a page that was answered is a touch */
  localStorage.removeItem(COVERED);
  setInterval(look, Math.min(5000, idle / 4));
  window.klassLock = { heard: heard };
})();
