// Datasette's own forms and tables: a name for each control that has none, and the keyboard for
// what scrolls.
const NAMES = {
  _filter_column: "Column",
  _filter_op: "Comparison",
  _filter_value: "Value",
  _sort: "Sort by",
};

for (const control of document.querySelectorAll("select, input:not([type=hidden])")) {
  if (control.labels?.length === 0 && !control.hasAttribute("aria-label")) {
    const name = control.name.replace(/_\d+$/, "");
    control.setAttribute("aria-label", NAMES[name] ?? (control.value || name));
  }
}

function letTheKeyboardScroll() {
  const areas = ".table-wrapper, .column-descriptions, pre, #search-all-results div div";
  for (const area of document.querySelectorAll(areas)) {
    area.tabIndex = 0;
  }
}

letTheKeyboardScroll();
// The search of all tables shows later what it has found.
const found = document.getElementById("search-all-results");
if (found) {
  new MutationObserver(letTheKeyboardScroll).observe(found, { childList: true });
}
