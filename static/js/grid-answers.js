/* Answers to writes, other people's changes, conflicts, reasons and the card of a cell. What a
   person is typing is never replaced. */
(function () {
  "use strict";
  var grid = window.klassGrid;
  if (!grid) { return; }
  var outbox = window.klassOutbox;
  var EVERY = 4000, version = Number(grid.head.dataset.version), quiet = 0, timer = null;
  var heldBack = false;
  var conflictBox = document.getElementById("conflict"), conflicts = [];
  var card = document.getElementById("card"), cardBody = document.getElementById("card-body");

  function textOf(html) {
    var holder = document.createElement("div");
    holder.innerHTML = html;
    return holder.textContent.trim();
  }
  function waits(td) { return Boolean(outbox && grid.urlOf(td) && outbox.waitingCells(grid.urlOf(td))[grid.placeOf(td)]); }
  function differs(td) { td.classList.toggle("differs", Boolean(td.dataset.p && /^[1-5]$/.test(td.textContent) && td.dataset.p !== td.textContent)); }
  function put(td, fresh, mark) {
    var url = grid.urlOf(td), typed = waits(td) || (grid.isOpen() && td === grid.cell());
    /* news under what a person is typing wait: seen by nobody, they must meet the write as a conflict */
    if (mark === "news" && typed) { heldBack = true; return false; }
    if (outbox && url) { outbox.sawVersion(url, grid.placeOf(td), fresh.dataset.v); }
    td.dataset.v = fresh.dataset.v;
    td.dataset.was = fresh.textContent;
    if ("note" in fresh.dataset) { td.classList.toggle("note", fresh.dataset.note > ""); }
    if (waits(td) || (grid.isOpen() && td === grid.cell())) { return false; }
    delete td.dataset.was;
    var changed = td.textContent.trim() !== fresh.textContent;
    if (changed) { td.textContent = fresh.textContent; }
    td.classList.remove("waiting", "refused");
    td.removeAttribute("aria-invalid");
    differs(td);
    if (mark && (changed || mark === "saved")) {
      td.classList.add(mark);
      setTimeout(function () { td.classList.remove(mark); }, mark === "saved" ? 900 : 4000);
    }
    return changed;
  }
  /* Put an answer or news into the page; returns how many cells changed. */
  function apply(html, mark) {
    var holder = document.createElement("template"), changed = 0;
    holder.innerHTML = html;
    Array.prototype.forEach.call(holder.content.querySelectorAll("table td"), function (fresh) {
      var td = grid.find((fresh.dataset.column || fresh.dataset.period) + "/" + fresh.dataset.student);
      if (td && put(td, fresh, mark)) { changed += 1; }
    });
    Array.prototype.forEach.call(holder.content.querySelectorAll("i[data-p]"), function (told) {
      var td = grid.find(told.dataset.period + "/" + told.dataset.student);
      if (td) { td.dataset.p = told.dataset.p; differs(td); }
    });
    Array.prototype.forEach.call(holder.content.querySelectorAll("i[data-lesson]"), function (told) {
      var th = grid.table.querySelector('th[data-lesson="' + told.dataset.lesson + '"]');
      if (!th) { return; }
      th.classList.toggle("checked", "checked" in told.dataset);
      if ("topic" in told.dataset) {
        th.classList.toggle("bare", !told.dataset.topic);
        if (told.dataset.topic) { th.removeAttribute("data-plan"); }
        th.firstChild.title = th.firstChild.title.replace(/\. .*$/, ". " + (told.dataset.topic || "Нет темы"));
      }
    });
    if (html.indexOf("<template>") >= 0) { htmx.swap(document.body, html.slice(html.indexOf("<template>"), html.lastIndexOf("</template>") + 11), { swapStyle: "none" }); }
    Array.prototype.forEach.call(holder.content.querySelectorAll("p[data-student]"), problem);
    return changed;
  }
  function refuse(td, why) {
    td.classList.remove("waiting");
    td.classList.add("refused");
    td.setAttribute("aria-invalid", "true");
    td.title = why;
  }
  function problem(told) {
    var td = grid.find((told.dataset.column || told.dataset.period) + "/" + told.dataset.student);
    if (!td) { return; }
    refuse(td, told.textContent);
    if ("stale" in told.dataset) { conflicts.push(told.dataset); nextConflict(); } else { td.textContent = told.dataset.mine; grid.say("Не записано «" + told.dataset.mine + "»: " + told.textContent, true); }
  }

  function answered(event) {
    if (["undo", "check", "topic"].indexOf(event.item.kind) >= 0) { stepAnswered(event); return; }
    if (event.status === 200) {
      apply(event.html, "saved");
      if (!document.querySelector("td.refused")) { grid.say(event.count ? "Ждут отправки: " + event.count : "Сохранено" + (/\d \d/.test(event.item.cells[0].fields.value) ? ". Исправление? Пробел: считать ли прежнюю отметку" : "")); }
      return;
    }
    grid.forgetStep(event.item.key);
    if (event.status === 409) { conflicts.push(conflictOf(event)); nextConflict(); return; }
    var why = textOf(event.html);
    event.item.cells.forEach(function (cell) { var td = grid.find(cell.place); if (td) { refuse(td, why); } });
    var first = event.item.cells[0], td = grid.find(first.place);
    if (event.reason === "wanted") { askReason(td, first.fields.value, why); return; }
    grid.say("Не записано «" + first.fields.value + "»: " + why, true);
    if (event.status === 422 && td && event.item.cells.length === 1 && !grid.isOpen()) {
      grid.activate(td);
      grid.openEditor(first.fields.value);
      grid.editor.className = "refused";
      grid.editor.title = why;
    }
  }
  function stepAnswered(event) {
    if (event.status === 200) {
      apply(event.html, "saved");
      grid.say({ undo: "Возвращено", topic: "Тема записана" }[event.item.kind] || grid.head.dataset.checked);
      ask();
    } else { grid.forgetStep(event.item.key); grid.say(textOf(event.html), true); }
  }

  function conflictOf(event) {
    var holder = document.createElement("template");
    holder.innerHTML = event.html;
    var section = holder.content.querySelector("section");
    return section ? { section: section, student: section.dataset.student, column: section.dataset.column || section.dataset.period, v: section.dataset.v, theirs: section.dataset.theirs, mine: section.dataset.mine } : null;
  }
  function nextConflict() {
    if (!conflictBox || !conflictBox.hidden) { return; }
    var told = conflicts.shift(), td = told && grid.find((told.column || told.period) + "/" + told.student);
    if (!td) { return; }
    td.dataset.v = told.v;
    var said = told.section ? told.section.getAttribute("aria-label") : "Клетку изменили, пока вы писали";
    refuse(td, said);
    if (told.section) { conflictBox.replaceChildren(told.section); } else {
      conflictBox.innerHTML = '<section role="alertdialog" aria-label="' + said + '"><p></p><p><button type="button" data-choose="theirs">Оставить как там</button> <button type="button" data-choose="mine">Записать моё</button></p></section>';
      conflictBox.querySelector("p").textContent = grid.nameOf(td) + ": там стоит «" + (told.theirs || "пусто") + "», вы ввели «" + (told.mine || "пусто") + "».";
    }
    conflictBox.hidden = false;
    conflictBox.onclick = function (click) {
      var choice = click.target.dataset.choose;
      if (!choice) { return; }
      conflictBox.hidden = true;
      td.classList.remove("refused");
      td.removeAttribute("aria-invalid");
      td.title = "";
      outbox.forget(grid.urlOf(td), grid.placeOf(td));
      td.textContent = told.theirs;
      delete td.dataset.was;
      if (choice === "mine") { grid.save([[td, told.mine]]); }
      grid.activate(td);
      nextConflict();
    };
    grid.say(said + ": выберите внизу справа (клавиша F6).", true);
  }
  grid.toConflict = function () {
    if (conflictBox && !conflictBox.hidden) { conflictBox.querySelector("button").focus(); }
  };
  /* Who types fast has the next key on its way when a dialog opens: it takes none at first. */
  function openFor(dialog, input) {
    input.readOnly = true;
    setTimeout(function () { input.readOnly = false; }, 700);
    dialog.showModal();
    input.focus();
  }
  function askReason(td, value, why) {
    var dialog = document.getElementById("reason"), input = document.getElementById("reason-text");
    document.getElementById("reason-why").textContent = why;
    input.value = "";
    dialog.returnValue = "";
    dialog.onclose = function () {
      if (dialog.returnValue === "ok" && input.value.trim()) { grid.save([[td, value]], input.value.trim()); return; }
      outbox.forget(grid.urlOf(td), grid.placeOf(td));
      td.classList.remove("refused");
      version = 0;
      ask();
    };
    openFor(dialog, input);
  }

  /* Other people's changes: a small question every few seconds while the page is looked at. */
  function ask() {
    clearTimeout(timer);
    if (document.hidden) { return; }
    fetch(grid.head.dataset.changes + "&since=" + version, { credentials: "same-origin", headers: { "HX-Request": "true" }, redirect: "manual" })
      .then(function (response) {
        quiet = 0;
        if (window.klassLock) { klassLock.heard(response); }
        if (response.status !== 200) { return closed(response); }
        return response.text().then(function (html) {
          heldBack = false;
          var changed = apply(html, "news");
          if (!heldBack) { version = Number(response.headers.get("X-Klass-Version")) || version; }
          if (response.headers.get("X-Klass-Layout")) { layoutChanged(); } else if (changed) { grid.say("Изменено в другом окне или другими: " + changed); }
        });
      }).catch(function () { quiet = Math.min(quiet + 1, 6); })
      .then(function () { timer = setTimeout(ask, EVERY * (1 + quiet)); });
  }
  /* The right to this page has ended while it was open: it says so. What waits to be sent has its
     own words for it. */
  function closed(response) {
    if (response.headers.get("X-Klass-Lock") || (outbox && outbox.count())) { return; }
    if (response.status === 401) { grid.say("Вы вышли из Klass. Войдите снова под своим именем.", true); return; }
    if (response.status === 403 || response.status === 404) { return response.text().then(function (html) { grid.say(textOf(html), true); }); }
  }
  function layoutChanged() {
    if (!document.getElementById("layout-changed")) { grid.head.insertAdjacentHTML("beforeend", '<p id="layout-changed" class="note">Столбцы изменились. <a href="">Обновить страницу</a></p>'); }
  }
  document.addEventListener("visibilitychange", ask);

  grid.card = function (td) {
    var place = grid.isTerm(td) ? "/periods/" + td.dataset.period + "/students/" + td.dataset.student : "/columns/" + td.dataset.column + "/students/" + td.dataset.student + "/";
    fetch(grid.head.dataset.cards + place, { credentials: "same-origin", headers: { "HX-Request": "true" } })
      .then(function (response) {
        if (window.klassLock) { klassLock.heard(response); }
        if (response.status === 401) { throw new Error("signed out"); }
        return response.text();
      })
      .then(function (html) {
        cardBody.innerHTML = html + '<form method="dialog"><button class="quiet">Закрыть</button></form>';
        card.showModal();
      }).catch(function () { grid.say("Подробности не получены. Проверьте связь и вход.", true); });
  };
  cardBody.addEventListener("submit", function (event) {
    var form = event.target.closest(".card-form");
    if (!form) { return; }
    event.preventDefault();
    var data = new URLSearchParams(new FormData(form)), button = event.submitter;
    if (button && button.name) { data.append(button.name, button.value); }
    outbox.post(form.action, data).then(function (response) {
      return response.text().then(function (html) {
        if (response.status === 200) {
          apply(html, "saved");
          grid.addStep(form.elements.key.value);
          card.close();
          grid.say("Сохранено");
        } else { cardBody.innerHTML = html + '<form method="dialog"><button class="quiet">Закрыть</button></form>'; }
      });
    }).catch(function () { grid.say("Нет связи: подробности не сохранены. Повторите.", true); });
  });

  if (outbox) {
    outbox.watch(function (event) {
      if (event.kind === "closed") { grid.say("Журнал пока только для чтения. Ждут отправки: " + event.count + ". Они не пропадут.", true); }
      var ours = event.item && (event.url === grid.urls.cells || event.url === grid.urls.terms || event.item.kind !== "cells");
      if (event.kind === "answer" && ours) { answered(event); } else if (event.kind === "offline") { grid.say("Нет связи. Ждут отправки: " + event.count + ". Они не пропадут.", true); } else if (event.kind === "signed-out") { grid.say("Вы вышли из Klass. Войдите снова под своим именем: записи (" + event.count + ") уйдут сами.", true); }
    });
    [grid.urls.cells, grid.urls.terms].filter(Boolean).forEach(function (url) {
      var waiting = outbox.waitingCells(url), refused = outbox.refusals(url);
      Object.keys(waiting).forEach(function (place) {
        var td = grid.find(place);
        if (td) { td.textContent = waiting[place].fields.value; td.classList.add("waiting"); }
      });
      refused.forEach(function (kept) {
        var td = grid.find(kept.cell.place);
        if (td) { refuse(td, "Не записано «" + kept.cell.fields.value + "». " + (kept.status === 409 ? "" : textOf(kept.html))); }
      });
      if (refused.length) { grid.say("Не записано с прошлого раза: " + refused.length + ". Клетки отмечены красным.", true); }
    });
  }
  grid.start();
  timer = setTimeout(ask, EVERY);
})();
