/* The marks grid: cells are text, one editor floats over the active cell, this owns the keys.
   Blocks of cells are grid-block.js's, answers and news grid-answers.js's. */
(function () {
  "use strict";
  var table = document.querySelector("table.grid");
  var head = document.getElementById("grid");
  if (!table || !head) { return; }
  var box = table.parentNode;
  var status = document.getElementById("grid-status");
  var urls = { cells: table.dataset.saveUrl, terms: head.dataset.termUrl, undo: head.dataset.undo || head.dataset.termUrl && head.dataset.cards + "/undoing" };
  var editor = document.createElement("input");
  editor.id = "editor";
  editor.hidden = true;
  editor.maxLength = 60;
  editor.autocomplete = "off";
  box.appendChild(editor);

  var MARKS = { "5": "5", "4": "4", "3": "3", "2": "2", "1": "1", "н": "н", "б": "б", "у": "уп", "о": "оп", ".": "." };
  var TERM = { "5": "5", "4": "4", "3": "3", "2": "2", "1": "1", "н": "н/а", "о": "осв", "з": "зач" };
  var LETTERS = { KeyY: "н", Comma: "б", KeyE: "у", KeyJ: "о", KeyP: "з", KeyG: "п", KeyN: "т", KeyZ: "я", KeyD: "в", KeyC: "с", KeyV: "м", KeyA: "ф", NumpadDecimal: "." };
  var cell = null, last = null, open = false, prefix = "", done = [], undone = [];
  var coarse = matchMedia("(pointer: coarse)").matches;

  function say(text, bad) { var words = document.createElement("span"); words.textContent = status.title = text; status.replaceChildren(words); status.className = "grid-status" + (bad ? " bad" : ""); }
  function rowOf(td) { return td.parentNode; }
  function cellsOf(tr) { return Array.prototype.filter.call(tr.children, function (x) { return x.getAttribute("role") === "gridcell"; }); }
  function rows() { return Array.prototype.slice.call(table.tBodies[0].rows); }
  function isTerm(td) { return Boolean(td.dataset.period); }
  function urlOf(td) { return isTerm(td) ? urls.terms : urls.cells; }
  function placeOf(td) { return (td.dataset.column || td.dataset.period) + "/" + td.dataset.student; }
  function can(td) { return td && td.getAttribute("aria-disabled") !== "true" && Boolean(urlOf(td)); }
  function find(place) {
    var parts = place.split("/"), attribute = /^\d/.test(parts[0]) ? "column" : "period";
    return table.querySelector('td[data-student="' + parts[1] + '"][data-' + attribute + '="' + parts[0] + '"]');
  }
  function nameOf(td) { return rowOf(td).querySelector("th").textContent; }
  function headOf(td) { return table.tHead.rows[1].children[td.cellIndex].textContent; }

  function activate(td, keepSelection) {
    if (!td) { return; }
    if (open && td !== cell) { closeEditor(true); } /* what was typed belongs to the cell it was typed in */
    if (!keepSelection && grid.onMove) { grid.onMove(); }
    if (cell) { cell.classList.remove("active"); cell.removeAttribute("tabindex"); }
    cell = td;
    cell.classList.add("active");
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    keepVisible();
  }
  function keepVisible() {
    /* the sticky names and heads cover a part of the box */
    var here = cell.getBoundingClientRect(), frame = box.getBoundingClientRect();
    var left = rowOf(cell).querySelector("th").getBoundingClientRect().right;
    var top = frame.top + table.tHead.getBoundingClientRect().height;
    if (here.left < left) { box.scrollLeft -= left - here.left + 2; }
    if (here.right > frame.right) { box.scrollLeft += here.right - frame.right + 18; }
    if (here.top < top) { box.scrollTop -= top - here.top + 2; }
    if (here.bottom > frame.bottom - 16) { box.scrollTop += here.bottom - frame.bottom + 18; }
    if (here.bottom > innerHeight || here.top < 0) { cell.scrollIntoView({ block: "center", inline: "nearest" }); }
  }
  function moved(down, right, from) {
    var tr = rowOf(from || cell), index = cellsOf(tr).indexOf(from || cell), all = rows();
    var row = all[Math.max(0, Math.min(all.length - 1, all.indexOf(tr) + down))], cells = cellsOf(row);
    return cells[Math.max(0, Math.min(cells.length - 1, index + right))];
  }
  function next() {
    var index = cellsOf(rowOf(cell)).indexOf(cell), tr = rowOf(cell).nextElementSibling;
    while (tr && !can(cellsOf(tr)[index])) { tr = tr.nextElementSibling; }
    if (tr) { activate(cellsOf(tr)[index]); }
    return Boolean(tr);
  }

  function fieldsOf(td, value) {
    var fields = { student: td.dataset.student, value: value };
    if (isTerm(td)) { fields.period = td.dataset.period; } else { fields.column = td.dataset.column; }
    return fields;
  }
  /* Write [td, value] pairs as one step, which Ctrl+Z takes back as one. */
  function save(pairs, reason) {
    var url = urlOf(pairs[0][0]);
    var cells = pairs.map(function (pair) {
      var td = pair[0];
      if (!("was" in td.dataset)) { td.dataset.was = td.textContent; }
      td.textContent = pair[1];
      td.classList.remove("refused", "saved", "news");
      td.classList.add("waiting");
      td.removeAttribute("aria-invalid");
      td.title = "";
      return { place: placeOf(td), fields: fieldsOf(td, pair[1]), version: td.dataset.v || "0" };
    });
    say("Сохраняю…");
    var sent = klassOutbox.add(url, "cells", cells, reason ? { reason: reason } : {});
    done = done.filter(function (key) { return sent.replaced.indexOf(key) < 0; });
    done.push(sent.key);
    undone = [];
  }
  function enter(value) {
    if (!can(cell)) { say(closedWhy(cell), true); return; }
    last = cell;
    save([[cell, value]]);
    next();
  }
  function closedWhy(td) {
    return urlOf(td) ? "Эта клетка закрыта: ученика в этот день нет в списке, урок отменён или период закрыт." : "Здесь можно только смотреть.";
  }
  function extend(td, sign, digit) {
    /* «+4» adds a mark to the cell just left, «/4» makes its last mark dual */
    var text = td.textContent.trim();
    save([[td, sign === "+" ? (text + " " + digit).trim() : text + "/" + digit]]);
  }

  function openEditor(text) {
    if (!can(cell)) { say(closedWhy(cell), true); return; }
    open = true;
    editor.hidden = false;
    editor.className = "";
    editor.value = text;
    editor.setAttribute("aria-label", nameOf(cell) + ", " + headOf(cell));
    editor.style.setProperty("left", cell.offsetLeft + "px");
    editor.style.setProperty("top", cell.offsetTop + "px");
    editor.style.setProperty("width", Math.max(cell.offsetWidth, 72) + "px");
    editor.style.setProperty("height", cell.offsetHeight + "px");
    editor.focus({ preventScroll: true });
    editor.select();
  }
  function closeEditor(keep) {
    var typed = editor.value.trim();
    open = false;
    editor.hidden = true;
    if (!keep) {
      klassOutbox.forget(urlOf(cell), placeOf(cell));
      if (cell.classList.contains("refused") && "was" in cell.dataset) { cell.textContent = cell.dataset.was; delete cell.dataset.was; }
      cell.classList.remove("refused");
      cell.removeAttribute("aria-invalid");
      cell.title = "";
    } else if (typed !== cell.textContent.trim()) { last = cell; save([[cell, typed]]); }
    activate(cell);
  }

  function undo(back) {
    var from = back ? done : undone, to = back ? undone : done;
    var key = from.pop();
    if (!key || !urls.undo) { say(back ? "Возвращать больше нечего." : "Повторять нечего."); return; }
    to.push(klassOutbox.add(urls.undo, "undo", [], { step: key }).key);
    say("Возвращаю…");
  }

  var MOVES = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
    PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -999], End: [0, 999]
  };
  function letterOf(event) {
    var key = event.key.toLowerCase();
    return /[а-яё]/.test(key) ? key : event.code === "NumpadDecimal" ? "." : /^[a-z,<]$/.test(key) ? LETTERS[event.code] || key : key;
  }
  function withControl(event) {
    var letter = letterOf(event);
    if (letter === "я") { event.preventDefault(); undo(!event.shiftKey); return; }
    if (letter === "н") { event.preventDefault(); undo(false); return; }
    if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      activate(moved(event.key === "Home" ? -999 : 999, event.key === "Home" ? -999 : 999));
      return;
    }
    if (grid.block) { grid.block.control(letter, event); }
  }
  function inGrid(event) {
    if (event.ctrlKey || event.metaKey) { withControl(event); return; }
    if (event.altKey) { return; }
    var key = event.key, letter = key.length === 1 ? letterOf(event) : "";
    if (prefix) {
      var sign = prefix;
      prefix = "";
      if (/^[1-5]$/.test(key) && last) { event.preventDefault(); extend(last, sign, key); return; }
    }
    if (MOVES[key]) {
      event.preventDefault();
      if (event.shiftKey && grid.block) { grid.block.stretch(moved.apply(null, MOVES[key])); } else { activate(moved.apply(null, MOVES[key])); }
      return;
    }
    if (key === "Tab") {
      var to = moved(0, event.shiftKey ? -1 : 1);
      if (to !== cell) { event.preventDefault(); activate(to); }
      return;
    }
    if (key === "Enter" && event.shiftKey) { event.preventDefault(); if (grid.block) { grid.block.line(); } return; }
    if (key === "Enter" || key === "F2") { event.preventDefault(); openEditor(cell.textContent.trim()); return; }
    if (key === " ") { event.preventDefault(); if (grid.card) { grid.card(cell); } return; }
    if (key === "F6") { event.preventDefault(); if (grid.toConflict) { grid.toConflict(); } return; }
    if (key === "?") { event.preventDefault(); showKeys(); return; }
    if (key === "Escape") { if (grid.onMove) { grid.onMove(); } return; }
    if (!urlOf(cell)) { return; }
    if (key === "Backspace" || key === "Delete") { event.preventDefault(); erase(); return; }
    if ((key === "+" || key === "/") && !isTerm(cell)) { event.preventDefault(); prefix = key; say("Дополнить прошлую клетку: " + key + "…"); return; }
    if (letter === "п" && grid.block) { event.preventDefault(); grid.block.rest(); return; }
    if (letter === "т" && grid.block) { event.preventDefault(); grid.block.topic(); return; }
    var one = (isTerm(cell) ? TERM : MARKS)[letter];
    if (one) { event.preventDefault(); enter(one); return; }
    if (key.length === 1) { event.preventDefault(); openEditor(key); editor.setSelectionRange(9, 9); }
  }
  function erase() {
    if (grid.block && grid.block.erase()) { return; }
    if (can(cell) && cell.textContent.trim()) { last = cell; save([[cell, ""]]); }
  }
  function inEditor(event) {
    event.stopPropagation();
    if (event.key === "Enter") {
      event.preventDefault();
      closeEditor(true);
      if (next() && coarse) { openEditor(cell.textContent.trim()); }
    } else if (event.key === "Tab") { event.preventDefault(); closeEditor(true); activate(moved(0, event.shiftKey ? -1 : 1)); } else if (event.key === "Escape") { closeEditor(false); }
  }
  function showKeys() { var keys = document.getElementById("keys"); if (keys) { keys.showModal(); } }
  function backToCell() { if (cell) { cell.focus({ preventScroll: true }); } }

  box.addEventListener("keydown", function (event) {
    if (event.target === editor) { inEditor(event); } else if (cell && cell.contains(event.target)) { inGrid(event); }
  });
  editor.addEventListener("blur", function () { if (open) { closeEditor(true); } });
  table.addEventListener("click", function (event) {
    var td = event.target.closest("td[role=gridcell]");
    if (!td || event.shiftKey) { return; }
    var again = td === cell && (!grid.block || !grid.block.dragged());
    activate(td, grid.block && grid.block.dragged());
    if ((again || coarse) && urlOf(td)) { openEditor(td.textContent.trim()); }
  });
  Array.prototype.forEach.call(document.querySelectorAll("dialog"), function (dialog) { dialog.addEventListener("close", backToCell); });
  var show = document.getElementById("show-keys");
  if (show) { show.addEventListener("click", showKeys); }
  window.addEventListener("beforeunload", function () { if (open) { closeEditor(true); } });

  var grid = window.klassGrid = {
    table: table, head: head, box: box, editor: editor, urls: urls,
    say: say, find: find, save: save, activate: activate, moved: moved, can: can, rows: rows,
    cellsOf: cellsOf, rowOf: rowOf, placeOf: placeOf, urlOf: urlOf, isTerm: isTerm, nameOf: nameOf,
    openEditor: openEditor, backToCell: backToCell,
    cell: function () { return cell; }, isOpen: function () { return open; },
    addStep: function (key) { done.push(key); undone = []; },
    forgetStep: function (key) { done = done.filter(function (k) { return k !== key; }); undone = undone.filter(function (k) { return k !== key; }); },
    /* start once the other two have put their parts in */
    start: function () {
      var today = table.querySelector("thead th.today"), first = table.tBodies[0].rows[0];
      if (!first) { return; }
      var cells = cellsOf(first).filter(function (td) { return !isTerm(td); });
      var at = today ? today.cellIndex - 2 : cells.length - 1;
      box.scrollLeft = innerWidth > 640 ? box.scrollWidth : 0;
      activate(cells[at] || cells[cells.length - 1] || cellsOf(first)[0]);
      if (innerWidth < 641) { box.scrollLeft += 30; } /* the average beside it */
    }
  };
})();
