/* Blocks of the grid: selection, fill, copy, paste with a preview, a column as one line, and the
   one key that says who was there. Each is one write, taken back as one step. */
(function () {
  "use strict";
  var grid = window.klassGrid;
  if (!grid) { return; }
  var anchor = null, corner = null, dragging = false, wasDragged = false;
  var preview = document.getElementById("preview"), lineBox = document.getElementById("line");

  function place(td) { return [grid.rows().indexOf(grid.rowOf(td)), grid.cellsOf(grid.rowOf(td)).indexOf(td)]; }
  function rectangle() {
    if (!anchor) { return []; }
    var a = place(anchor), b = place(corner), found = [];
    grid.rows().slice(Math.min(a[0], b[0]), Math.max(a[0], b[0]) + 1).forEach(function (tr) {
      found.push(grid.cellsOf(tr).slice(Math.min(a[1], b[1]), Math.max(a[1], b[1]) + 1));
    });
    return found;
  }
  function flat() { return [].concat.apply([], rectangle()); }
  function paint(on) {
    flat().forEach(function (td) {
      td.classList.toggle("chosen", on);
      if (on) { td.setAttribute("aria-selected", "true"); } else { td.removeAttribute("aria-selected"); }
    });
  }
  function choose(from, to) {
    paint(false);
    anchor = from;
    corner = to;
    paint(Boolean(anchor));
    if (anchor && flat().length > 1) { grid.say("Выделено клеток: " + flat().length); }
  }
  function drop() { choose(null, null); }
  function stretch(td) {
    var from = anchor || grid.cell();
    grid.activate(td, true);
    choose(from, td);
  }

  function writable(cells) { return cells.filter(grid.can); }
  /* Lessons and periods are two addresses: a block is written to the one it begins in. */
  function write(pairs, reason) {
    pairs = pairs.filter(function (pair) { return grid.urlOf(pair[0]) === grid.urlOf(pairs[0][0]); });
    if (pairs.length) { grid.save(pairs, reason); } else { grid.say("Здесь менять нечего."); }
  }
  function erase() {
    var cells = writable(flat()).filter(function (td) { return td.textContent.trim(); });
    if (flat().length < 2) { return false; }
    if (cells.length) { write(cells.map(function (td) { return [td, ""]; })); }
    return true;
  }
  function fill() {
    var columns = rectangle(), value;
    if (columns.length < 2) {
      var above = grid.moved(-1, 0);
      if (above !== grid.cell() && grid.can(grid.cell())) { write([[grid.cell(), above.textContent.trim()]]); }
      return;
    }
    var pairs = [];
    columns[0].forEach(function (top, index) {
      value = top.textContent.trim();
      writable(columns.slice(1).map(function (row) { return row[index]; })).forEach(function (td) {
        if (td.textContent.trim() !== value) { pairs.push([td, value]); }
      });
    });
    write(pairs);
  }
  function copied() {
    var cells = rectangle();
    if (!cells.length) { cells = [[grid.cell()]]; }
    return cells.map(function (row) { return row.map(function (td) { return td.textContent.trim(); }).join("\t"); }).join("\n");
  }

  function plain(text) { return text.toLowerCase().replace(/ё/g, "е").replace(/[^а-яa-z ]/g, " ").replace(/\s+/g, " ").trim(); }
  function rowNamed(text) {
    var asked = plain(text);
    if (asked.length < 3) { return null; }
    var fitting = grid.rows().filter(function (tr) {
      var name = plain(tr.querySelector("th").textContent);
      return name === asked || name.indexOf(asked + " ") === 0 || asked.indexOf(name + " ") === 0;
    });
    return fitting.length === 1 ? fitting[0] : null;
  }
  /* Where the first column of what was pasted is names, each line goes to its pupil. */
  function laid(lines) {
    var named = lines.map(function (line) { return rowNamed(line[0]); });
    var byName = lines[0].length > 1 && named.filter(Boolean).length > lines.length / 2;
    var start = grid.cell(), at = place(start)[1], from = grid.rows().indexOf(grid.rowOf(start)), pairs = [], lost = [], taken = [];
    lines.forEach(function (line, index) {
      var tr = byName ? named[index] : grid.rows()[from + index];
      (byName ? line.slice(1) : line).forEach(function (text, n) {
        var td = tr && grid.cellsOf(tr)[at + n];
        if (td && grid.can(td) && grid.urlOf(td) === grid.urlOf(start) && taken.indexOf(td) < 0) { taken.push(td); pairs.push([td, text.trim()]); } else if (text.trim()) { lost.push((byName ? line[0] + ": " : "") + text); }
      });
    });
    return { pairs: pairs, lost: lost };
  }
  function paste(text) {
    var lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map(function (line) { return line.split("\t"); });
    if (lines.length === 1 && lines[0].length === 1) {
      var cells = writable(flat().length > 1 ? flat() : [grid.cell()]);
      write(cells.map(function (td) { return [td, text.trim()]; }));
      return;
    }
    offer(laid(lines));
  }
  function offer(block) {
    if (!block.pairs.length) { grid.say("Ни одна запись не попала в открытую клетку.", true); return; }
    if (grid.isTerm(block.pairs[0][0])) { write(block.pairs); return; }
    var form = new URLSearchParams({ dry: "1" });
    block.pairs.forEach(function (pair) {
      form.append("student", pair[0].dataset.student);
      form.append("column", pair[0].dataset.column);
      form.append("value", pair[1]);
      form.append("version", pair[0].dataset.v || "0");
    });
    klassOutbox.post(grid.urls.cells, form).then(function (response) {
      return response.text().then(function (html) {
        if (response.ok) { show(block, html); return; }
        var holder = document.createElement("div");
        holder.innerHTML = html;
        grid.say("Ничего не записано. " + holder.textContent.trim(), true);
      });
    }).catch(function () { grid.say("Нет связи: предпросмотр не получен, ничего не записано. Вставьте ещё раз.", true); });
  }
  function show(block, html) {
    var body = document.getElementById("preview-body"), why = document.getElementById("preview-reason");
    body.innerHTML = html;
    Array.prototype.forEach.call(body.querySelectorAll("tr[data-student]"), function (tr) {
      var td = grid.find(tr.dataset.column + "/" + tr.dataset.student);
      tr.querySelector("th").textContent = td ? grid.nameOf(td) : "";
      tr.querySelector(".was").textContent = td ? td.textContent : "";
    });
    if (block.lost.length) { body.insertAdjacentHTML("afterbegin", '<p class="problem"></p>'); body.firstChild.textContent = "Некуда поставить: " + block.lost.slice(0, 8).join(", ") + (block.lost.length > 8 ? " и ещё " + (block.lost.length - 8) : ""); }
    why.hidden = !body.querySelector("[data-reason]");
    preview.returnValue = "";
    preview.onclose = function () {
      if (preview.returnValue !== "ok") { grid.say("Ничего не записано."); return; }
      var reason = why.hidden ? "" : why.querySelector("input").value.trim();
      var good = {};
      Array.prototype.forEach.call(body.querySelectorAll(reason ? "tr[data-ok], tr[data-reason]" : "tr[data-ok]"), function (tr) { good[tr.dataset.column + "/" + tr.dataset.student] = true; });
      write(block.pairs.filter(function (pair) { return good[grid.placeOf(pair[0])] && pair[0].textContent.trim() !== pair[1]; }), reason);
    };
    preview.showModal();
  }

  function line() {
    if (!lineBox || !grid.can(grid.cell())) { return; }
    var input = document.getElementById("line-text");
    input.value = "";
    lineBox.returnValue = "";
    lineBox.onclose = function () {
      if (lineBox.returnValue !== "ok" || !input.value.trim()) { return; }
      var index = place(grid.cell())[1], pairs = [], lost = [], tr = grid.rowOf(grid.cell());
      input.value.trim().split(/\s+/).forEach(function (word) {
        while (tr && !grid.can(grid.cellsOf(tr)[index])) { tr = tr.nextElementSibling; }
        if (!tr) { lost.push(word); return; }
        if (word !== "-" && word !== "–") { pairs.push([grid.cellsOf(tr)[index], word.replace(/\+/g, " ")]); }
        tr = tr.nextElementSibling;
      });
      offer({ pairs: pairs, lost: lost });
    };
    lineBox.showModal();
    input.focus();
  }

  /* «П»: the rest are here; in a period's column: all that is proposed, where nothing stands. */
  function rest() {
    var td = grid.cell();
    if (!grid.can(td)) { return; }
    if (grid.isTerm(td)) {
      var index = place(td)[1];
      write(grid.rows().map(function (tr) { return grid.cellsOf(tr)[index]; })
        .filter(function (c) { return grid.can(c) && !c.textContent.trim() && c.dataset.p; })
        .map(function (c) { return [c, c.dataset.p]; }));
      return;
    }
    grid.say("Отмечаю…");
    grid.addStep(klassOutbox.add(grid.table.dataset.checkUrl.replace(/\/0\//, "/" + td.dataset.lesson + "/"), "check", []).key);
  }

  /* «Т»: the topic the plan proposes for this lesson. */
  function topic() {
    var lesson = grid.cell().dataset.lesson, url = grid.table.dataset.topicUrl;
    if (!lesson || !url) { return; }
    var th = grid.table.querySelector('th[data-lesson="' + lesson + '"]');
    if (!th || !("plan" in th.dataset)) { grid.say("План этому уроку ничего не предлагает"); return; }
    grid.say("Записываю тему…");
    grid.addStep(klassOutbox.add(url.replace(/\/0\//, "/" + lesson + "/"), "topic", []).key);
  }

  function control(letter, event) {
    if (letter === "в") { event.preventDefault(); if (grid.urlOf(grid.cell())) { fill(); } }
    if (letter === "ф") { event.preventDefault(); var all = grid.rows(); choose(grid.cellsOf(all[0])[0], grid.cellsOf(all[all.length - 1]).slice(-1)[0]); }
  }
  document.addEventListener("copy", function (event) {
    if (grid.cell() !== document.activeElement) { return; }
    event.clipboardData.setData("text/plain", copied());
    event.preventDefault();
    grid.say("Скопировано");
  });
  document.addEventListener("paste", function (event) {
    if (grid.cell() !== document.activeElement || !grid.urlOf(grid.cell())) { return; }
    event.preventDefault();
    paste(event.clipboardData.getData("text/plain"));
  });
  grid.table.addEventListener("mousedown", function (event) {
    var td = event.target.closest("td[role=gridcell]");
    wasDragged = false;
    if (!td || event.button) { return; }
    if (event.shiftKey) { event.preventDefault(); stretch(td); return; }
    event.preventDefault();
    drop();
    dragging = td;
  });
  grid.table.addEventListener("mouseover", function (event) {
    var td = dragging && event.target.closest("td[role=gridcell]");
    if (td && td !== dragging) { wasDragged = true; choose(dragging, td); }
  });
  document.addEventListener("mouseup", function () { dragging = false; });

  grid.onMove = drop;
  grid.block = { stretch: stretch, erase: erase, line: line, rest: rest, topic: topic, control: control, dragged: function () { return wasDragged; } };
})();
