/* The marks grid: cells are text, one editor floats over the active cell, this owns the keys.
   Saves go through the outbox; the answer is the cell and, out of band, what depends on it. */
(function () {
  "use strict";
  var table = document.querySelector("table.grid[data-save-url]");
  if (!table) { return; }
  var url = table.dataset.saveUrl;
  var box = table.parentNode;
  var status = document.getElementById("grid-status");
  var conflictBox = document.getElementById("conflict");
  var editor = document.createElement("input");
  editor.id = "editor";
  editor.hidden = true;
  editor.maxLength = 60;
  editor.autocomplete = "off";
  editor.setAttribute("aria-label", "Запись в клетке");
  box.appendChild(editor);

  var ONE = { "5": "5", "4": "4", "3": "3", "2": "2", "1": "1", "н": "н", "б": "б", "у": "уп", "о": "оп", ".": "." };
  var CODES = { KeyY: "н", Comma: "б", KeyE: "уп", KeyJ: "оп", NumpadDecimal: "." };
  var cell = null, last = null, open = false, prefix = "", history = [];

  function say(text, bad) { status.textContent = text; status.className = "grid-status" + (bad ? " bad" : ""); }
  function rowOf(td) { return td.parentNode; }
  function cellsOf(tr) { return Array.prototype.filter.call(tr.children, function (x) { return x.getAttribute("role") === "gridcell"; }); }
  function can(td) { return td && td.getAttribute("aria-disabled") !== "true"; }

  function activate(td) {
    if (!td) { return; }
    if (cell) { cell.classList.remove("active"); cell.removeAttribute("tabindex"); }
    cell = td;
    cell.classList.add("active");
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    keepVisible();
  }
  function keepVisible() {
    /* the sticky names and heads cover a part of the box */
    var name = rowOf(cell).querySelector("th").getBoundingClientRect();
    var here = cell.getBoundingClientRect(), frame = box.getBoundingClientRect();
    if (here.left < name.right) { box.scrollLeft -= name.right - here.left + 2; }
    var head = table.tHead.getBoundingClientRect().height;
    if (here.top < frame.top + head) { box.scrollTop -= frame.top + head - here.top + 2; }
  }
  function moved(rows, columns) {
    var tr = rowOf(cell), index = cellsOf(tr).indexOf(cell);
    while (rows > 0 && tr.nextElementSibling) { tr = tr.nextElementSibling; rows -= 1; }
    while (rows < 0 && tr.previousElementSibling) { tr = tr.previousElementSibling; rows += 1; }
    var cells = cellsOf(tr);
    return cells[Math.max(0, Math.min(cells.length - 1, index + columns))];
  }
  function down() {
    var tr = rowOf(cell).nextElementSibling, index = cellsOf(rowOf(cell)).indexOf(cell);
    while (tr && !can(cellsOf(tr)[index])) { tr = tr.nextElementSibling; }
    if (tr) { activate(cellsOf(tr)[index]); }
  }

  function save(td, value, undoing) {
    if (!undoing) { history.push([td.dataset.student, td.dataset.column, td.textContent.trim()]); }
    td.textContent = value;
    td.className = "waiting" + (td === cell ? " active" : "");
    td.title = "";
    say("Сохраняю…");
    klassOutbox.add(url, { student: td.dataset.student, column: td.dataset.column, value: value, version: td.dataset.v || "0" });
  }
  function find(student, column) {
    return table.querySelector('td[data-student="' + student + '"][data-column="' + column + '"]');
  }

  function enter(value) {
    if (!can(cell)) { say("Эта клетка закрыта для записи.", true); return; }
    last = cell;
    save(cell, value);
    down();
  }
  function extend(td, value) {
    /* «+4» adds a mark to the cell just left, «/4» makes its last mark dual */
    var text = td.textContent.trim();
    save(td, value[0] === "+" ? (text + " " + value.slice(1)).trim() : text + value);
  }

  function openEditor(text) {
    if (!can(cell)) { say("Эта клетка закрыта для записи.", true); return; }
    open = true;
    editor.hidden = false;
    editor.className = "";
    editor.value = text;
    editor.style.setProperty("left", cell.offsetLeft + "px");
    editor.style.setProperty("top", cell.offsetTop + "px");
    editor.style.setProperty("width", Math.max(cell.offsetWidth, 64) + "px");
    editor.style.setProperty("height", cell.offsetHeight + "px");
    editor.focus({ preventScroll: true });
    editor.select();
  }
  function closeEditor(keep) {
    open = false;
    if (!keep) { klassOutbox.forget(url, { student: cell.dataset.student, column: cell.dataset.column }); cell.classList.remove("refused"); cell.title = ""; }
    editor.hidden = true;
    if (keep && editor.value.trim() !== cell.textContent.trim()) { last = cell; save(cell, editor.value.trim()); }
    activate(cell);
  }

  function answered(event) {
    var td = find(event.fields.student, event.fields.column);
    if (!td) { return; }
    if (event.status === 409) { conflict(td, event); return; }
    if (event.status !== 200) { refused(td, event); return; }
    var wasActive = td === cell, holder = document.createElement("template");
    holder.innerHTML = "<table><tbody><tr>" + event.html.slice(0, event.html.indexOf("</td>") + 5) + "</tr></tbody></table>";
    var fresh = holder.content.querySelector("td");
    klassOutbox.sawVersion(url, event.fields, fresh.dataset.v);
    td.dataset.v = fresh.dataset.v;
    var rest = klassOutbox.waiting(url).some(function (i) { return i.fields.student === td.dataset.student && i.fields.column === td.dataset.column; });
    if (!rest) { td.textContent = fresh.textContent; td.className = "saved" + (wasActive ? " active" : ""); setTimeout(function () { td.classList.remove("saved"); }, 900); }
    htmx.swap(document.body, event.html.slice(event.html.indexOf("</td>") + 5), { swapStyle: "none" });
    say(event.count ? "Ждут отправки: " + event.count : "Сохранено");
  }
  function refused(td, event) {
    var text = document.createElement("div");
    text.innerHTML = event.html;
    var reason = text.textContent.trim();
    td.className = "refused" + (td === cell ? " active" : "");
    td.title = reason;
    say("Не записано «" + event.fields.value + "»: " + reason, true);
    if (event.status === 422) { activate(td); openEditor(event.fields.value); editor.className = "refused"; editor.title = reason; }
  }
  function conflict(td, event) {
    conflictBox.innerHTML = event.html;
    conflictBox.hidden = false;
    td.className = "refused" + (td === cell ? " active" : "");
    var section = conflictBox.firstElementChild;
    if (!section) { return; }
    td.dataset.v = section.dataset.v;
    conflictBox.onclick = function (click) {
      var choice = click.target.dataset.choose;
      if (!choice) { return; }
      conflictBox.hidden = true;
      td.className = "";
      klassOutbox.forget(url, event.fields);
      if (choice === "theirs") { td.textContent = section.dataset.theirs; } else { save(td, section.dataset.mine); }
      activate(td);
    };
    conflictBox.querySelector("button").focus();
  }

  function undo() {
    var step = history.pop();
    if (!step) { say("Возвращать больше нечего."); return; }
    var td = find(step[0], step[1]);
    activate(td);
    save(td, step[2], true);
  }

  var MOVES = {
    ArrowUp: function () { return moved(-1, 0); }, ArrowDown: function () { return moved(1, 0); },
    ArrowLeft: function () { return moved(0, -1); }, ArrowRight: function () { return moved(0, 1); },
    PageUp: function () { return moved(-10, 0); }, PageDown: function () { return moved(10, 0); },
    Home: function () { return moved(0, -999); }, End: function () { return moved(0, 999); }
  };

  function inGrid(event) {
    if (event.ctrlKey || event.metaKey) {
      if (event.code === "KeyZ") { event.preventDefault(); undo(); }
      return;
    }
    if (event.altKey) { return; }
    if (prefix) {
      var start = prefix;
      prefix = "";
      if (/^[1-5]$/.test(event.key) && last) { event.preventDefault(); extend(last, start + event.key); return; }
    }
    if (MOVES[event.key]) { event.preventDefault(); activate(MOVES[event.key]()); return; }
    if (event.key === "Tab") {
      var next = moved(0, event.shiftKey ? -1 : 1);
      if (next !== cell) { event.preventDefault(); activate(next); }
      return;
    }
    if (event.key === "Enter" || event.key === "F2") { event.preventDefault(); openEditor(cell.textContent.trim()); return; }
    if (event.key === "Backspace" || event.key === "Delete") { event.preventDefault(); if (can(cell) && cell.textContent.trim()) { last = cell; save(cell, ""); } return; }
    if (event.key === "+" || event.key === "/" && event.code !== "Slash" || event.key === "/") { event.preventDefault(); prefix = event.key; say("Дополнить прошлую клетку: " + prefix + "…"); return; }
    if (event.key === "?") { event.preventDefault(); document.getElementById("keys").showModal(); return; }
    var one = ONE[event.key.toLowerCase()] || (event.key.length === 1 && /[a-z,<]/i.test(event.key) ? CODES[event.code] : null) || (event.code === "NumpadDecimal" ? "." : null);
    if (one) { event.preventDefault(); enter(one); return; }
    if (event.key.length === 1) { event.preventDefault(); openEditor(event.key); editor.setSelectionRange(9, 9); }
  }
  function inEditor(event) {
    event.stopPropagation();
    if (event.key === "Enter") { event.preventDefault(); closeEditor(true); down(); }
    else if (event.key === "Tab") { event.preventDefault(); closeEditor(true); activate(moved(0, event.shiftKey ? -1 : 1)); }
    else if (event.key === "Escape") { closeEditor(false); }
  }

  box.addEventListener("keydown", function (event) {
    if (event.target === editor) { inEditor(event); } else if (cell && cell.contains(event.target)) { inGrid(event); }
  });
  editor.addEventListener("blur", function () { if (open) { closeEditor(true); } });
  table.addEventListener("click", function (event) {
    var td = event.target.closest("td[role=gridcell]");
    if (!td) { return; }
    var again = td === cell;
    activate(td);
    if (again || matchMedia("(pointer: coarse)").matches) { openEditor(td.textContent.trim()); }
  });
  document.getElementById("show-keys").addEventListener("click", function () { document.getElementById("keys").showModal(); });
  klassOutbox.watch(function (event) {
    if (event.kind === "answer" && event.url === url) { answered(event); }
    else if (event.kind === "offline") { say("Нет связи. Ждут отправки: " + event.count + ". Они не пропадут.", true); }
    else if (event.kind === "signed-out") { say("Вы вышли из Klass. Войдите снова под своим именем: записи (" + event.count + ") уйдут сами.", true); }
  });
  klassOutbox.waiting(url).forEach(function (item) {
    var td = find(item.fields.student, item.fields.column);
    if (td) { td.textContent = item.fields.value; td.className = "waiting"; }
  });
  klassOutbox.refusals(url).forEach(function (event) {
    var td = find(event.fields.student, event.fields.column);
    if (!td) { return; }
    var text = document.createElement("div");
    text.innerHTML = event.status === 409 ? "" : event.html;
    td.className = "refused";
    td.title = "Не записано «" + event.fields.value + "». " + text.textContent.trim();
    say("Не записано с прошлого раза: " + klassOutbox.refusals(url).length + ". Клетки отмечены красным.", true);
  });
  window.addEventListener("beforeunload", function () { if (open) { closeEditor(true); } });
  var today = table.querySelector("thead th.today"), first = table.querySelector("tbody tr");
  if (first) {
    var cells = cellsOf(first), heads = Array.prototype.slice.call(table.querySelectorAll("thead tr:last-child th")).slice(2, -2);
    var at = today ? heads.indexOf(today) : cells.length - 1;
    box.scrollLeft = box.scrollWidth;
    activate(cells[at >= 0 ? at : cells.length - 1]);
  }
  klassOutbox.flush();
})();
