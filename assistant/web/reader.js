// The reader: opens for every a.clause-link and for an address that names a clause; Esc, 返回 and the browser's Back close it.
(() => {
  "use strict";
  const page = window.policyPage;
  let ask = null; // asks the server for what the reader shows
  let waiting = null; // what was to be opened before the page was ready
  let from = null; // where the focus goes back to

  const dialog = () => document.getElementById("reader");
  const body = () => dialog().querySelector(".reader-body");

  const show = async (wanted) => {
    if (!ask || !dialog()) {
      waiting = wanted;
      return;
    }
    if (!dialog().open) {
      from = document.activeElement;
      dialog().showModal();
    }
    body().innerHTML = `<div class="reader-wait" role="status"><span class="dots"></span></div>`;
    let html;
    try { html = await ask(wanted); } catch (failed) { html = null; }
    body().innerHTML = html ?? `<p class="reader-error" role="alert">${page.say("reader.failed")}</p><button type="button" class="reader-close">${page.say("reader.close")}</button>`;
    const chosen = body().querySelector("mark") || body().querySelector(".r-clause.chosen");
    if (chosen) chosen.scrollIntoView({ block: "center" });
    body().querySelector(".outline [aria-current]")?.scrollIntoView({ block: "center" });
    (body().querySelector(".r-clause.chosen") || body().querySelector(".reader-close"))?.focus({ preventScroll: true });
  };

  const hide = () => {
    if (dialog()?.open) dialog().close();
    if (from?.isConnected) from.focus({ preventScroll: true });
    from = null;
  };

  // Each clause read is a step in the browser's history, so that Back leads to the one before and then to the answer.
  const read = (wanted) => {
    history.pushState({ ...history.state, reading: wanted }, "", `?${new URLSearchParams({ clause: wanted.id })}`);
    show(wanted);
  };
  const leave = () => {
    if (history.state?.reading && !history.state.first) history.back();
    else {
      history.replaceState({}, "", location.pathname);
      hide();
    }
  };
  window.addEventListener("popstate", (event) => {
    if (event.state?.reading) show(event.state.reading);
    else hide();
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest(".reader-close") || event.target === dialog()) return leave();
    const link = event.target.closest("a.clause-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (link.classList.contains("here")) {
      const target = document.getElementById(link.getAttribute("href").slice(1));
      body().querySelectorAll("[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
      link.setAttribute("aria-current", "location");
      target.scrollIntoView({ behavior: page.smooth(), block: "start" });
      target.focus({ preventScroll: true });
      page.flash(target);
      return;
    }
    read({ id: new URLSearchParams(link.getAttribute("href").split("?").pop()).get("clause"), quote: link.dataset.quote });
  });
  document.addEventListener("cancel", (event) => {
    if (event.target !== dialog()) return;
    event.preventDefault();
    leave();
  }, true);

  // ?clause=粤办函〔2022〕245号#二/（五）, ?doc=粤办函〔2022〕245号, or the clause itself behind the #.
  const addressed = () => {
    const parameters = new URLSearchParams(location.search);
    const named = parameters.get("clause") || parameters.get("doc");
    const hash = decodeURIComponent(location.hash.slice(1));
    return named && hash && !named.includes("#") ? `${named}#${hash}` : named || (/[#〔]/.test(hash) ? hash : "");
  };

  page.readWith = (server) => {
    ask = server;
    const id = addressed();
    const wanted = waiting || (id ? { id } : null);
    waiting = null;
    if (!wanted) return;
    history.replaceState({ ...history.state, reading: wanted, first: true }, "");
    show(wanted);
  };
  page.read = read;
})();
