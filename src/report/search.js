
(function () {
  "use strict";
  var form = document.querySelector("form.search"), input = document.getElementById("search"), found = document.getElementById("found");
  var rows = Array.prototype.slice.call(document.querySelectorAll("#list tbody tr"));
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  function filter() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0;
    rows.forEach(function (row, place) {
      row.hidden = !words.every(function (word) { return texts[place].indexOf(word) >= 0; });
      if (!row.hidden) { count += 1; }
    });
    found.textContent = words.length ? count + " of " + rows.length : "";
  }
  input.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  filter();
}());
