// Markers lead to their card and back, the copy buttons copy, our own words follow the browser's language. Nothing leaves the page.
window.policyPage = (() => {
  "use strict";
  const chinese = (navigator.language || "zh").toLowerCase().startsWith("zh");
  document.documentElement.lang = chinese ? "zh-CN" : "en";

  const say = (key) => (window.policyWords[key] || [key, key])[chinese ? 0 : 1];
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const smooth = () => (calm() ? "auto" : "smooth");
  const flash = (element) => {
    element.classList.remove("flash");
    void element.offsetWidth; // starts the animation anew
    element.classList.add("flash");
  };

  // Brings the quoted words into view inside the clause's own frame, on a whole line, and offers the rest of it.
  const centre = (clause) => {
    const long = clause.scrollHeight > clause.clientHeight + 4;
    const more = clause.closest(".card").querySelector("button.more");
    if (long && more) more.hidden = false;
    const mark = clause.querySelector("mark");
    if (!long || !mark) return;
    const line = parseFloat(getComputedStyle(clause).lineHeight);
    const above = mark.getBoundingClientRect().top - clause.getBoundingClientRect().top + clause.scrollTop;
    const lines = Math.floor(above / line - 2);
    clause.scrollTop = lines > 0 ? lines * line + parseFloat(getComputedStyle(clause).paddingTop) / 2 : 0;
  };

  const unfold = (more) => {
    const whole = more.closest(".card").querySelector(".clause").classList.toggle("whole");
    more.textContent = say(whole ? "card.less" : "card.more");
    more.setAttribute("aria-expanded", String(whole));
  };

  // The style that is copied: one choice for all cards, remembered in the browser.
  const STYLE = "policy-citation-style";
  const style = () => localStorage.getItem(STYLE) || "0";
  const settle = (panel) => {
    panel.querySelectorAll(".clause").forEach(centre);
    panel.querySelectorAll("[name=citation-style]").forEach((radio) => { radio.checked = radio.value === style(); });
    panel.scrollTop = 0;
    const frame = panel.closest(".sources");
    if (frame) frame.scrollTop = 0;
  };

  const side = (name) => {
    const order = ["sources", "history"];
    const tab = document.querySelectorAll("#side [role=tab]")[order.indexOf(name)];
    if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
  };

  const open = (target) => {
    const section = target.closest("section.exchange");
    if (section) {
      side("sources");
      section.parentElement.querySelectorAll("section.exchange").forEach((other) => { other.hidden = other !== section; });
      section.querySelectorAll(".clause").forEach(centre);
    }
    target.scrollIntoView({ behavior: smooth(), block: "nearest" });
    target.focus({ preventScroll: true });
    flash(target);
  };

  const visible = () => document.querySelector("#panel section.exchange:not([hidden])");
  const shown = () => Number(visible()?.dataset.exchange || 0);

  // The clipboard API exists only on https and on this machine; an office reads the page over plain http.
  const copy = async (text) => {
    if (window.isSecureContext && navigator.clipboard) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch (refused) { /* the older way below may still be allowed */ }
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.style.cssText = "position:fixed;top:0;left:-9999px";
    (document.querySelector("dialog[open]") || document.body).append(area);
    area.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch (refused) { done = false; }
    area.remove();
    return done;
  };

  const copied = async (button, text) => {
    const said = button.dataset.said || button.textContent;
    button.dataset.said = said;
    const done = await copy(text);
    button.textContent = say(done ? "card.copied" : "card.uncopied");
    button.classList.toggle("done", done);
    button.setAttribute("aria-live", "polite");
    button.focus({ preventScroll: true });
    clearTimeout(Number(button.dataset.timer));
    button.dataset.timer = String(setTimeout(() => {
      button.textContent = said;
      button.classList.remove("done");
    }, 2000));
  };

  const address = (parameters) => `${location.origin}${location.pathname}?${new URLSearchParams(parameters)}`;
  const copyFrom = (button) => copied(
    button,
    button.dataset.link ? address({ clause: button.dataset.link }) : button.dataset.copy ?? button.dataset[`copy${style()}`],
  );

  // The answer as it stands, then its citations in the style chosen.
  const copyAnswer = () => {
    const section = visible();
    if (!section) return;
    const cited = [...section.querySelectorAll("button.copy[data-marker]")].map((b) => `[${b.dataset.marker}] ${b.dataset[`copy${style()}`]}`);
    copied(document.querySelector("#bar-copy"), [section.dataset.answer, ...cited].join("\n"));
  };

  // A file that an event has just made: the hidden button has it a moment after the event is over.
  const save = (selector) => { setTimeout(() => document.querySelector(selector)?.click(), 100); };

  const focusQuestion = () => document.querySelector("#question textarea")?.focus();

  // A question that was on its way when the page was reloaded is put back into the box.
  const ASKED = "policy-asked";
  const left = sessionStorage.getItem(ASKED) || "";
  // So is one that was only typed; and the conversation that was open is shown again out of the history.
  const TALK = "policy-conversation";
  const talk = sessionStorage.getItem(TALK) || "";
  let ready = false;
  const opened = () => {
    ready = true;
    return [new URLSearchParams(location.search).get("q") || "", left, talk];
  };
  const keep = (key, value) => {
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  };
  const note = () => {
    if (!ready) return;
    const asked = document.querySelector("#chat .pending") && [...document.querySelectorAll("#chat .asked")].pop();
    keep(ASKED, asked?.innerText || document.querySelector("#question textarea")?.value);
    keep(TALK, document.querySelector("#panel [data-conversation]")?.dataset.conversation);
  };
  window.addEventListener("pagehide", note);

  // What Gradio says by itself is English: the connection, the queue. Ours holds Chinese and is left alone.
  const told = [[/connection/i, "page.lost"], [/queue|busy|too many/i, "page.busy"], [/^(error|warning|info|success)$/i, "page.notice"]];
  const toasts = () => document.querySelectorAll("[class^=toast] *, [class*=' toast'] *").forEach((element) => {
    const text = element.childElementCount ? "" : element.textContent.trim();
    if (!/[a-z]/i.test(text) || /[\u4e00-\u9fff]/.test(text)) return;
    const said = say((told.find(([pattern]) => pattern.test(text)) || [0, "page.failed"])[1]);
    if (text !== said) element.textContent = said;
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest("button.copy");
    if (button) return copyFrom(button);
    const more = event.target.closest("button.more");
    if (more) return unfold(more);
    const link = event.target.closest("a.marker, a.number");
    const target = link && document.getElementById((link.getAttribute("href") || "").split("#").pop());
    if (target) {
      event.preventDefault();
      open(target);
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "citation-style") localStorage.setItem(STYLE, event.target.value);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable=true], dialog[open]")) return;
    event.preventDefault();
    document.querySelector("#tabs [role=tab]")?.click();
    setTimeout(focusQuestion, 0);
  });

  // Gradio names some parts in English, and messages by their markup: say it in the page's language, and by their text.
  const renamed = [
    ["[role=log][aria-label='chatbot conversation']", () => say("chat.label")],
    ["button[aria-label='More tabs']", () => say("page.more")],
    ["[data-testid=user][aria-label*='<']", (element) => `提问：${element.textContent.trim()}`],
    ["[data-testid=bot][aria-label*='<']", (element) => `回答：${element.textContent.trim()}`],
    ["button.example[aria-label^='Select']", (element) => `例子：${element.textContent.trim()}`],
  ];
  // A role that Gradio gets wrong: a list of buttons is none.
  const mend = () => {
    document.querySelectorAll("#chat .examples[role=list]").forEach((list) => list.setAttribute("role", "group"));
  };
  const rename = () => {
    mend();
    note();
    if (chinese) toasts();
    renamed.forEach(([selector, name]) => document.querySelectorAll(selector).forEach((element) => {
      const said = name(element);
      if (element.getAttribute("aria-label") !== said) element.setAttribute("aria-label", said);
    }));
    if (chinese) return;
    document.querySelectorAll("[data-say]").forEach((element) => {
      if (!element.dataset.said && element.textContent !== say(element.dataset.say)) element.textContent = say(element.dataset.say);
    });
    document.querySelectorAll("[data-say-label]").forEach((element) => {
      const said = say(element.dataset.sayLabel);
      if (element.getAttribute("aria-label") !== said) element.setAttribute("aria-label", said);
    });
  };
  const watch = () => {
    rename();
    new MutationObserver(rename).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", watch);
  else watch();

  // Which conversation this tab shows: a server that was restarted has forgotten it.
  const talked = () => sessionStorage.getItem(TALK) || "";
  return { settle, shown, copyAnswer, save, focusQuestion, opened, talked, side, say, smooth, flash, renamed };
})();
