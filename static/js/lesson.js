/* The lesson as a list: Enter and the arrows go to the next pupil instead of sending the form. */
(function () {
  "use strict";
  var form = document.querySelector(".lesson-form");
  if (!form) { return; }
  form.addEventListener("keydown", function (event) {
    var field = event.target, step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !field.classList.contains("mark") || event.ctrlKey) { return; }
    var cell = field.closest("td"), index = Array.prototype.indexOf.call(cell.parentNode.children, cell);
    var row = cell.parentNode;
    do {
      row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    } while (row && !row.children[index].querySelector("input.mark"));
    event.preventDefault();
    if (row) { var next = row.children[index].querySelector("input.mark"); next.focus(); next.select(); }
  });
})();
