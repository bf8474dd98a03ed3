// The keyboard. Every key belongs to an element that is on the page anyway, so that nothing needs this file.
"use strict";

const theme = localStorage.getItem("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme; // as Airflow's own pages

document.documentElement.classList.add("keyboard"); // what the keys are is shown where they work

const typing = (element) => element.matches("input:not([type=radio]), textarea, select");

function act(element) {
  if (element.matches("input[type=radio]")) {
    element.checked = true;
    document.getElementById("reason").focus();
  } else if (element.matches("details")) {
    element.open = !element.open;
    (element.open && element.querySelector("input:not([type=hidden])") || element.querySelector("summary")).focus();
  } else {
    element.click();
  }
}

function step(rows, by) {
  const here = rows.indexOf(document.activeElement);
  const next = rows[here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1)];
  next.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    document.activeElement.blur();
    document.querySelectorAll("details.panel[open]").forEach((one) => { one.open = false; });
    return;
  }
  if (typing(event.target) || (event.key.startsWith("Arrow") && event.target.matches("input"))) return;
  const rows = [...document.querySelectorAll("[data-row]")];
  const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  const wanted = document.querySelector(`[data-key~="${CSS.escape(event.key)}"]`);
  if (rows.length && by) step(rows, by);
  else if (wanted) act(wanted);
  else return;
  event.preventDefault();
});

// One decision is sent once, however often Enter is pressed.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form").forEach((form) => { delete form.dataset.sent; });
  if (window.parent !== window) window.focus(); // inside Airflow's page the keys are for this one
});
