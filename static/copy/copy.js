// The search of the copy: words against the index that search-index.js has laid in KLASS.
"use strict";
(function () {
  var form = document.getElementById("find"), box = document.getElementById("what");
  var list = document.getElementById("found"), count = document.getElementById("count");
  var MOST = 60;
  function plain(text) {
    return text.toLowerCase().replace(/ё/g, "е").replace(/-/g, "");
  }
  var lines = KLASS.map(function (line) { return plain(line[0] + " " + line[1]); });
  function fits(text, words) {
    return words.every(function (word) { return text.indexOf(word) >= 0; });
  }
  function show(line) {
    var item = document.createElement("li"), link = document.createElement("a");
    var where = document.createElement("span");
    link.href = line[2];
    link.textContent = line[0];
    where.textContent = " " + line[1];
    item.append(link, where);
    list.append(item);
  }
  function find() {
    var words = plain(box.value).split(/[\s,]+/).filter(Boolean);
    var hits = words.length ? KLASS.filter(function (_, at) { return fits(lines[at], words); }) : [];
    list.textContent = "";
    hits.slice(0, MOST).forEach(show);
    count.textContent = !words.length ? "" : !hits.length ? "Ничего не найдено."
      : "Найдено: " + hits.length + (hits.length > MOST ? ", показаны первые " + MOST : "") + ".";
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  box.addEventListener("input", find);
  find();
})();
