/* The outbox: every write waits here until the server has answered it, also over a lost network,
   a restarted server and a closed tab. It belongs to the account that filled it. */
(function () {
  "use strict";
  var account = document.body.dataset.account;
  var PREFIX = "klass-outbox-" + account + "-";
  var REFUSED = "klass-refused-" + account + "-";
  var token = document.body.dataset.csrf;
  var watchers = [];
  var busy = false;
  var pause = 0;

  function keys() {
    return Object.keys(localStorage).filter(function (k) { return k.indexOf(PREFIX) === 0; }).sort();
  }
  function read(name) { return JSON.parse(localStorage.getItem(name)); }
  function tell(event) { watchers.forEach(function (watch) { watch(event); }); }
  function uuid() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (b) { return (b + 256).toString(16).slice(1); }).join("");
  }
  function place(fields) { return fields.column + "/" + fields.student; }

  function refusedName(url, fields) { return REFUSED + url + "/" + place(fields); }
  function forget(url, fields) { localStorage.removeItem(refusedName(url, fields)); }
  function refusals(url) {
    return Object.keys(localStorage).filter(function (k) { return k.indexOf(REFUSED + url + "/") === 0; }).map(read);
  }

  function add(url, fields) {
    forget(url, fields);
    /* one waiting write per cell: a newer value replaces one that has not been sent yet */
    keys().forEach(function (name) {
      var item = read(name);
      if (item && !item.sent && item.url === url && place(item.fields) === place(fields)) {
        fields.version = item.fields.version;
        localStorage.removeItem(name);
      }
    });
    fields.key = uuid();
    var stamp = String(Date.now()).padStart(15, "0") + "-" + String(Math.floor(performance.now() * 1000)).padStart(15, "0");
    localStorage.setItem(PREFIX + stamp, JSON.stringify({ url: url, fields: fields, sent: false }));
    tell({ kind: "waiting", count: keys().length });
    flush();
  }

  function renew() {
    return fetch("/csrf", { credentials: "same-origin" }).then(function (r) { return r.text(); })
      .then(function (text) { token = text; });
  }

  function send(item) {
    return fetch(item.url, {
      method: "POST", credentials: "same-origin", redirect: "manual",
      headers: { "X-CSRFToken": token, "X-Klass-Account": account, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(item.fields)
    });
  }

  function later() {
    pause = Math.min(pause ? pause * 2 : 1000, 15000);
    tell({ kind: "offline", count: keys().length });
    setTimeout(flush, pause);
  }

  function flush() {
    if (busy) { return; }
    var name = keys()[0];
    if (!name) { tell({ kind: "empty", count: 0 }); return; }
    var item = read(name);
    busy = true;
    item.sent = true;
    localStorage.setItem(name, JSON.stringify(item));
    send(item).then(function (response) {
      if (response.type === "opaqueredirect" || response.status === 401) { throw new Error("signed out"); }
      if (response.status === 400 && response.headers.get("X-Klass-Csrf")) {
        return renew().then(function () { busy = false; later(); });
      }
      if (response.status >= 500) { throw new Error("server"); }
      return response.text().then(function (html) {
        if (response.status >= 400) {
          /* what was refused stays in the browser until the person has dealt with it */
          localStorage.setItem(refusedName(item.url, item.fields), JSON.stringify({ url: item.url, fields: item.fields, status: response.status, html: html }));
        }
        localStorage.removeItem(name);
        pause = 0;
        busy = false;
        tell({ kind: "answer", status: response.status, html: html, fields: item.fields, url: item.url, count: keys().length });
        flush();
      });
    }).catch(function (error) {
      busy = false;
      if (error.message === "signed out") { tell({ kind: "signed-out", count: keys().length }); setTimeout(flush, 15000); return; }
      later();
    });
  }

  /* the version a later waiting write of the same cell must carry */
  function sawVersion(url, fields, version) {
    keys().forEach(function (name) {
      var item = read(name);
      if (item.url === url && place(item.fields) === place(fields)) {
        item.fields.version = version;
        localStorage.setItem(name, JSON.stringify(item));
      }
    });
  }

  window.addEventListener("online", function () { pause = 0; flush(); });
  window.klassOutbox = {
    add: add, flush: flush, sawVersion: sawVersion, refusals: refusals, forget: forget,
    waiting: function (url) { return keys().map(read).filter(function (i) { return i.url === url; }); },
    watch: function (watch) { watchers.push(watch); }
  };
})();
