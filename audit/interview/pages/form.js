"use strict";
const form = document.getElementById("form");
const questions = [...form.querySelectorAll(".question")];
const idOf = (q) => q.dataset.key.split("[")[0];
const chosen = (q) => [...q.querySelectorAll("input[name]:checked")].map((one) => one.value);

// A question stays hidden until an answer of this form that it hangs on is one it needs.
function arises(q) {
  return Object.entries(JSON.parse(q.dataset.when)).every(([needed, accepted]) => {
    const all = questions.filter((other) => idOf(other) === needed);
    const here = all.filter((other) => other.dataset.place === q.dataset.place);
    const from = here.length ? here : all;
    return !from.length || from.some((other) => !other.hidden && chosen(other).some((v) => accepted.includes(v)));
  });
}

function show() {
  for (const q of questions) q.disabled = q.hidden = !arises(q); // what is hidden is not checked on saving
}

function valueOf(q) {
  const text = q.querySelector("textarea, input[type=text]:not(.said):not(.share)");
  if (q.dataset.kind === "one") return { value: chosen(q)[0] };
  if (q.dataset.kind === "many") return { value: chosen(q) };
  if (q.dataset.kind === "steps") {
    const rows = [...q.querySelectorAll(".row")].map((row) => ({
      metric: row.querySelector("select").value, share: row.querySelector("input").value }));
    return { rows: rows.filter((row) => row.metric) };
  }
  if (q.dataset.kind === "columns") {
    const names = text.value.split(/[\n\t;|]+|,\s/).map((name) => name.trim()).filter(Boolean);
    return { value: names.map((name) => ({ name })) };
  }
  return { value: text.value.trim() };
}

function answerOf(q) {
  const about = { note: q.querySelector(".said").value, at: new Date().toISOString() };
  if (q.querySelector(".dont_know").checked) return { state: "dont_know", ...about };
  const said = valueOf(q);
  const what = said.value ?? said.rows;
  return what && what.length ? { ...said, ...about } : null;
}

form.addEventListener("input", show);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const known = JSON.parse(form.dataset.known);
  const answers = {};
  for (const q of questions) {
    const answer = q.hidden ? null : answerOf(q);
    if (answer) answers[q.dataset.key] = answer;
  }
  const file = new Blob([JSON.stringify({ ...known, answers }, null, 1)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `answers.${known.voice}.json`;
  link.click();
  const done = document.getElementById("done");
  done.textContent = done.dataset.done;
});
show();
