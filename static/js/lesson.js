/* The lesson as a list: each field is saved at once by the grid's own verb, through the outbox;
   Enter and the arrows go to the next pupil. Without this script one button saves the form. */
(function () {
  "use strict";
  var form = document.querySelector(".lesson-form");
  if (!form) { return; }
  var list = form.querySelector("table[data-cells]"), outbox = window.klassOutbox;
  var status = document.getElementById("list-status");
  function say(text, bad) { status.textContent = text; status.className = "list-status" + (bad ? " bad" : ""); }

  /* Topic and homework are kept here until the server has them. */
  var topic = form.elements.topic, homework = form.elements.homework, seen = form.elements.version;
  var draft = "klass-draft-" + document.body.dataset.account + "-" + form.getAttribute("action");
  function keepDraft() { localStorage.setItem(draft, JSON.stringify([topic.value, homework.value, seen.value])); }
  function restoreDraft() {
    var kept = JSON.parse(localStorage.getItem(draft) || "null");
    if (!kept || document.querySelector("#main [role=alert]")) { return; }
    if (kept[0].trim() === topic.value.trim() && kept[1].trim() === homework.value.trim()) { localStorage.removeItem(draft); return; }
    topic.value = kept[0];
    homework.value = kept[1];
    seen.value = kept[2]; /* who wrote meanwhile is met as a conflict */
    say("Тема и задание в полях ещё не сохранены: нажмите «Сохранить».", true);
  }
  [topic, homework].forEach(function (field) { field.addEventListener("input", keepDraft); });
  restoreDraft();

  /* Only what is saved can be copied: while the fields say something else, nothing is. */
  var copies = document.querySelector("form[data-homework]");
  function holdCopies() {
    var other = topic.value.trim() !== copies.dataset.topic.trim() || homework.value.trim() !== copies.dataset.homework.trim();
    copies.querySelector("button").disabled = other;
    copies.querySelector("[role=status]").hidden = !other;
  }
  if (copies) {
    [topic, homework].forEach(function (field) { field.addEventListener("input", holdCopies); });
    window.addEventListener("pageshow", holdCopies); /* the fields of a page gone back to */
    holdCopies();
  }
  if (!list || !outbox) { return; }

  var EVERY = 4000, url = list.dataset.cells, version = Number(list.dataset.version), timer = null;
  var fields = Array.prototype.slice.call(list.querySelectorAll("input.mark"));
  function placeOf(field) { return field.name.slice(5).replace("-", "/"); }
  function fieldOf(place) { return document.getElementById("cell-" + place.replace("/", "-")); }
  function beside(field, name) { return form.elements[name + field.name.slice(4)]; }
  function known(field) { return "sent" in field.dataset ? field.dataset.sent : beside(field, "was").value; }
  function isTyped(field) { return field.value.trim() !== known(field); }
  function waits(field) { return Boolean(outbox.waitingCells(url)[placeOf(field)]); }
  function parsed(html) {
    var holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content;
  }

  function settled(field) {
    var why = document.getElementById("why-" + field.id.slice(5));
    field.classList.remove("waiting");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    if (why) { why.remove(); }
  }
  function save(field, value, reason) {
    var place = placeOf(field), parts = place.split("/");
    settled(field);
    field.dataset.sent = field.value = value;
    field.classList.add("waiting");
    say("Сохраняю…");
    outbox.add(url, "cells", [{ place: place, fields: { student: parts[1], value: value, column: parts[0] }, version: beside(field, "version").value || "0" }], reason ? { reason: reason } : {});
  }
  function commit(field) { if (!field.disabled && isTyped(field)) { save(field, field.value.trim()); } }
  function commitAll() { fields.forEach(commit); }

  /* What stands now. What a person is typing, or is being asked about, is never replaced. */
  function stands(field, text, v, how) {
    var typed = isTyped(field), changed = field.value !== text;
    outbox.sawVersion(url, placeOf(field), v);
    beside(field, "version").value = v;
    beside(field, "was").value = text;
    if (waits(field)) { return; }
    delete field.dataset.sent;
    settled(field);
    if (typed) { return; }
    field.value = text;
    if (changed || how === "saved") {
      field.classList.add(how);
      setTimeout(function () { field.classList.remove(how); }, how === "saved" ? 900 : 4000);
    }
  }
  function apply(html, how) {
    var told = parsed(html), held = false;
    Array.prototype.forEach.call(told.querySelectorAll("td[data-column]"), function (td) {
      var field = fieldOf(td.dataset.column + "/" + td.dataset.student);
      if (!field) { return; }
      if (how === "news" && (waits(field) || isTyped(field) || field.getAttribute("aria-invalid"))) { held = true; return; }
      stands(field, td.textContent, td.dataset.v, how);
    });
    Array.prototype.forEach.call(told.querySelectorAll("template"), function (part) {
      var fresh = part.content.firstElementChild, shown = document.getElementById(fresh.id);
      if (shown) { shown.textContent = fresh.textContent.trim(); }
    });
    return !held;
  }

  /* Say under the field why it is not written; `asks` holds what can be answered. */
  function refuse(field, asks) {
    var box = document.createElement("div");
    settled(field);
    box.className = "problem";
    box.id = "why-" + field.id.slice(5);
    box.appendChild(asks);
    box.addEventListener("click", function (event) { if (event.target.dataset.choose) { chosen(field, event.target.dataset.choose, box.querySelector("input")); } });
    field.parentNode.appendChild(box);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", box.id);
    say("Не записано: причина под полем.", true);
  }
  function chosen(field, choice, reason) {
    if (choice === "mine" && reason && !reason.value.trim()) { reason.focus(); return; }
    if (choice === "mine") { save(field, field.value.trim(), reason && reason.value.trim()); return; }
    outbox.forget(url, placeOf(field));
    delete field.dataset.sent;
    field.value = beside(field, "was").value;
    settled(field);
    say("");
  }
  function sentence(text, answers) {
    var part = parsed("<p></p>" + (answers || ""));
    part.firstChild.textContent = text;
    return part;
  }
  function refused(field, status, html, reason) {
    var told = parsed(html), theirs = told.querySelector("section");
    if (status === 409 && theirs) {
      beside(field, "version").value = theirs.dataset.v;
      beside(field, "was").value = theirs.dataset.theirs;
      refuse(field, told);
    } else {
      refuse(field, sentence(told.textContent.trim(), reason === "wanted" ? WHY : ""));
    }
  }
  var CHOICE = '<p><button type="button" class="quiet" data-choose="theirs">Оставить как было</button> <button type="button" data-choose="mine">Записать</button></p>';
  var LEAVE = '<p><button type="button" class="quiet" data-choose="theirs">Оставить как было</button></p>';
  var WHY = '<input maxlength="200" aria-label="Причина" autocomplete="off">' + CHOICE;

  outbox.watch(function (event) {
    if (event.kind === "offline") { say("Нет связи. Ждут отправки: " + event.count + ". Они не пропадут.", true); }
    if (event.kind === "closed") { say("Журнал пока только для чтения. Ждут отправки: " + event.count + ". Они не пропадут.", true); }
    if (event.kind === "signed-out") { say("Вы вышли из Klass. Войдите снова под своим именем: записи (" + event.count + ") уйдут сами.", true); }
    if (event.kind !== "answer" || event.url !== url) { return; }
    if (event.status === 200) {
      apply(event.html, "saved");
      certify();
      if (!list.querySelector("[aria-invalid]")) { say(event.count ? "Ждут отправки: " + event.count : "Сохранено" + (/\d \d/.test(event.item.cells[0].fields.value) ? ". Если это исправление, нажмите рядом «…»: считать ли прежнюю отметку" : "")); }
      return;
    }
    event.item.cells.forEach(function (cell) {
      var field = fieldOf(cell.place);
      if (field) { refused(field, event.status, event.html, event.reason); }
    });
    certify();
  });
  var pressed = null;
  function certify() {
    if (!pressed || fields.some(waits)) { return; }
    var button = pressed;
    pressed = null;
    if (!list.querySelector("[aria-invalid]")) { form.requestSubmit(button); }
  }
  function ask() {
    clearTimeout(timer);
    if (document.hidden || !list.dataset.changes) { return; }
    fetch(list.dataset.changes + "&since=" + version, { credentials: "same-origin", headers: { "HX-Request": "true" }, redirect: "manual" })
      .then(function (response) {
        if (response.status !== 200) { return; }
        return response.text().then(function (html) { if (apply(html, "news")) { version = Number(response.headers.get("X-Klass-Version")) || version; } });
      }).catch(function () { /* the next time */ }).then(function () { timer = setTimeout(ask, EVERY); });
  }

  function recall() {
    var waiting = outbox.waitingCells(url);
    fields.forEach(function (field) {
      var cell = waiting[placeOf(field)];
      if (cell) { field.dataset.sent = field.value = cell.fields.value; field.classList.add("waiting"); }
    });
    outbox.refusals(url).forEach(function (kept) {
      var field = fieldOf(kept.cell.place), why = kept.status === 409 ? "." : ": " + parsed(kept.html).textContent.trim();
      if (!field) { return; }
      field.dataset.sent = field.value = kept.cell.fields.value;
      var answers = kept.status === 409 ? CHOICE : kept.reason === "wanted" ? WHY : LEAVE; /* what is no record is not offered again */
      refuse(field, sentence("Не записано «" + field.value + "»" + why + " Стоит: «" + (beside(field, "was").value || "пусто") + "».", answers));
    });
  }

  list.addEventListener("change", function (event) { if (event.target.classList.contains("mark")) { commit(event.target); } });
  window.addEventListener("beforeunload", commitAll);
  window.addEventListener("pagehide", commitAll, true);
  document.addEventListener("visibilitychange", function () { if (document.hidden) { commitAll(); } else { ask(); } });
  window.addEventListener("pageshow", function () { fields.forEach(function (field) { field.disabled = false; }); });
  form.addEventListener("submit", function (event) {
    commitAll();
    if (event.submitter && event.submitter.name === "check" && fields.some(waits)) {
      event.preventDefault();
      pressed = event.submitter; /* a lesson is certified once all of it was accepted */
      return;
    }
    if (event.submitter && event.submitter.name === "check" && list.querySelector("[aria-invalid]")) {
      event.preventDefault();
      say("Сначала решите, что делать с красными полями.", true);
      return;
    }
    fields.forEach(function (field) { field.disabled = true; }); /* they go by the outbox */
  });
  form.addEventListener("keydown", function (event) {
    var field = event.target, step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && field.matches(".problem input")) { event.preventDefault(); field.parentNode.querySelector("[data-choose=mine]").click(); return; }
    if (!step || !field.classList.contains("mark") || event.ctrlKey) { return; }
    var cell = field.closest("td"), index = Array.prototype.indexOf.call(cell.parentNode.children, cell);
    var row = cell.parentNode;
    do {
      row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    } while (row && !row.children[index].querySelector("input.mark"));
    event.preventDefault();
    if (row) { var next = row.children[index].querySelector("input.mark"); next.focus(); next.select(); } else { commit(field); }
  });
  recall();
  outbox.flush();
  timer = setTimeout(ask, EVERY);
})();
