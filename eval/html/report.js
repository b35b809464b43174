const cases = [...document.querySelectorAll(".case")], picks = [...document.querySelectorAll("[data-f]")], q = document.getElementById("q");
function show() {
  let n = 0;
  for (const c of cases) {
    const fits = picks.every(p => !p.value || (p.dataset.f === "documents" ? c.dataset.documents.split("|").includes(p.value) : c.dataset[p.dataset.f] === p.value));
    const found = !q.value || c.textContent.includes(q.value);
    c.hidden = !(fits && found);
    n += !c.hidden;
  }
  document.getElementById("n").textContent = n + " / " + cases.length;
}
picks.forEach(p => p.addEventListener("change", show));
q.addEventListener("input", show);
show();
