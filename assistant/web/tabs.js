// What the tabs beside the chat share: a click on a row or on a mark in a picture opens its clause, 导出 saves its file.
(() => {
  "use strict";

  // Gradio's own names for the place where files are dropped.
  const page = window.policyPage;
  page.renamed.push(["#library-files [aria-label*='upload']", () => page.say("library.files")]);
  page.renamed.push(["#drafts-file [aria-label*='upload']", () => page.say("drafts.file")]);

  // A click on a link of a row is the link's own; one made to select words is not meant to open anything.
  const chosen = (target) => {
    if (target.closest("a, button, summary, input, label")) return null;
    if (String(window.getSelection())) return null;
    const row = target.closest("table.ledger tbody tr");
    return row ? row.querySelector("a.clause-link") : null;
  };

  const linkTo = (clause) => {
    const link = document.createElement("a");
    link.className = "clause-link";
    link.href = `?${new URLSearchParams({ clause })}`;
    link.dataset.quote = "";
    link.hidden = true;
    document.body.append(link);
    return link;
  };

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const marked = event.target.closest(".picture [data-clause]");
    if (marked) {
      const link = linkTo(marked.getAttribute("data-clause"));
      link.click();
      link.remove();
      return;
    }
    const link = chosen(event.target);
    if (link) link.click();
  });

  // The hidden button's address is there a moment after the event that made the file.
  window.policyDownload = (id, tries = 20) => {
    const button = document.getElementById(id);
    const link = button && (button.closest("a") || button.querySelector("a") || button);
    if (link && (link.href || link.tagName === "BUTTON")) link.click();
    else if (tries) setTimeout(() => window.policyDownload(id, tries - 1), 100);
  };
})();
