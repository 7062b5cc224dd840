/* The outbox: every write waits here until the server has answered it, also over a lost network,
   a restarted server and a closed tab. It belongs to the account that filled it. An item is
   { url, kind, key, cells: [{ place, fields, version }], extra, sent }: its key makes a repeat
   harmless; versions of waiting items follow the answers of those before them. */
(function () {
  "use strict";
  var account = document.body.dataset.account;
  var PREFIX = "klass-outbox-" + account + "-";
  var REFUSED = "klass-refused-" + account + "-";
  var token = document.body.dataset.csrf;
  var watchers = [];
  var busy = false, pause = 0, count = 0;

  function keys() {
    return Object.keys(localStorage).filter(function (k) { return k.indexOf(PREFIX) === 0; }).sort();
  }
  function read(name) { return JSON.parse(localStorage.getItem(name) || "null"); }
  function keep(name, item) { localStorage.setItem(name, JSON.stringify(item)); }
  function tell(event) { event.count = keys().length; watchers.forEach(function (watch) { watch(event); }); }
  function uuid() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (b) { return (b + 256).toString(16).slice(1); }).join("");
  }

  function refusedName(url, place) { return REFUSED + url + "/" + place; }
  function forget(url, place) { localStorage.removeItem(refusedName(url, place)); }
  function refusals(url) {
    return Object.keys(localStorage).filter(function (k) { return k.indexOf(REFUSED + url + "/") === 0; }).map(read);
  }

  /* One waiting write per cell: a newer value takes the place of one that was not sent yet.
     Returns the new item's key and the keys of those it replaced. */
  function add(url, kind, cells, extra) {
    var replaced = [], item = { url: url, kind: kind, key: uuid(), cells: cells, extra: extra || {}, sent: false };
    cells.forEach(function (cell) { forget(url, cell.place); });
    keys().forEach(function (name) {
      var old = read(name);
      if (cells.length === 1 && old && !old.sent && old.url === url && old.cells.length === 1 && old.cells[0].place === cells[0].place) {
        cells[0].version = old.cells[0].version;
        replaced.push(old.key);
        localStorage.removeItem(name);
      }
    });
    count += 1;
    keep(PREFIX + String(Date.now()).padStart(15, "0") + "-" + String(count).padStart(6, "0") + item.key.slice(0, 6), item);
    tell({ kind: "waiting" });
    setTimeout(flush, 0); /* first the mark on the screen */
    return { key: item.key, replaced: replaced };
  }

  function body(item) {
    var form = new URLSearchParams();
    item.cells.forEach(function (cell) {
      Object.keys(cell.fields).forEach(function (name) { form.append(name, cell.fields[name]); });
      form.append("version", cell.version);
    });
    Object.keys(item.extra).forEach(function (name) { form.append(name, item.extra[name]); });
    form.append("key", item.key);
    return form;
  }
  function post(url, form) {
    return fetch(url, {
      method: "POST", credentials: "same-origin", redirect: "manual",
      keepalive: String(form).length < 60000, /* goes on when the page is left */
      headers: { "X-CSRFToken": token, "X-Klass-Account": account, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded" },
      body: form
    }).then(function (response) { return window.klassLock ? klassLock.heard(response) : response; });
  }
  function renew() {
    return fetch("/csrf", { credentials: "same-origin" }).then(function (r) { return r.text(); })
      .then(function (text) { token = text; });
  }
  function later(why) {
    pause = Math.min(pause ? pause * 2 : 1000, 15000);
    tell({ kind: why });
    setTimeout(flush, pause);
  }

  /* One tab at a time sends, where the browser can tell tabs apart; elsewhere keys do. */
  function alone(work) {
    if (!navigator.locks) { return work(); }
    return navigator.locks.request(PREFIX, { ifAvailable: true }, function (lock) {
      if (lock) { return work(); }
      setTimeout(flush, 700);
    });
  }
  function flush() {
    if (busy) { return; }
    if (!keys().length) { tell({ kind: "empty" }); return; }
    var release = function () { busy = false; };
    busy = true;
    alone(sendFirst).then(release, release);
  }
  function sendFirst() {
    var name = keys()[0], item = name && read(name);
    if (!item) { return Promise.resolve(); }
    item.sent = true;
    keep(name, item);
    return post(item.url, body(item)).then(function (response) {
      if (response.headers.get("X-Klass-Lock")) { throw new Error("locked"); }
      if (response.type === "opaqueredirect" || response.status === 401) { throw new Error("signed out"); }
      if (response.status === 400 && response.headers.get("X-Klass-Csrf")) { return renew().then(function () { setTimeout(flush, 10); }); }
      if (response.headers.get("X-Klass-Reason") === "closed") { throw new Error("closed"); }
      if (response.status >= 500) { throw new Error("server"); }
      return response.text().then(function (html) { answered(name, item, response, html); });
    }).catch(function (error) {
      if (error.message === "locked") { tell({ kind: "locked" }); return; } /* goes on when opened */
      if (error.message === "signed out") { tell({ kind: "signed-out" }); setTimeout(flush, 15000); return; }
      later(error.message === "closed" ? "closed" : "offline");
    });
  }
  function answered(name, item, response, html) {
    if (response.status >= 400) {
      /* what was refused stays in the browser until the person has dealt with it */
      item.cells.forEach(function (cell) {
        keep(refusedName(item.url, cell.place), { url: item.url, cell: cell, status: response.status, html: html, reason: response.headers.get("X-Klass-Reason") });
      });
    }
    localStorage.removeItem(name);
    pause = 0;
    tell({ kind: "answer", status: response.status, html: html, item: item, url: item.url, reason: response.headers.get("X-Klass-Reason") });
    setTimeout(flush, 0);
  }

  /* the version a later waiting write of the same cell must carry */
  function sawVersion(url, place, version) {
    keys().forEach(function (name) {
      var item = read(name), changed = false;
      if (!item || item.url !== url || item.sent) { return; }
      item.cells.forEach(function (cell) {
        if (cell.place === place) { cell.version = version; changed = true; }
      });
      if (changed) { keep(name, item); }
    });
  }
  function waitingCells(url) {
    var found = {};
    keys().map(read).forEach(function (item) {
      if (item && item.url === url) { item.cells.forEach(function (cell) { found[cell.place] = cell; }); }
    });
    return found;
  }

  /* The last that was typed leaves with the page; what stays is sent from the next one. */
  window.addEventListener("pagehide", function () { if (!busy) { sendFirst(); } });
  window.addEventListener("load", flush);
  document.addEventListener("klass-opened", function () { token = document.body.dataset.csrf; flush(); });
  window.addEventListener("online", function () { pause = 0; flush(); });
  window.klassOutbox = {
    add: add, flush: flush, newKey: uuid, sawVersion: sawVersion, refusals: refusals, forget: forget, post: post,
    waitingCells: waitingCells, count: function () { return keys().length; },
    watch: function (watch) { watchers.push(watch); }
  };
})();
