// Markers in an answer lead to their card and back; the copy buttons copy. Nothing here leaves the page.
(() => {
  "use strict";
  document.documentElement.lang = "zh-CN";

  const flash = (element) => {
    element.classList.remove("flash");
    void element.offsetWidth; // starts the animation anew
    element.classList.add("flash");
  };

  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

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
    more.textContent = whole ? "收起" : "展开全文";
    more.setAttribute("aria-expanded", String(whole));
  };

  const settle = (panel) => {
    panel.querySelectorAll(".clause").forEach(centre);
    panel.scrollTop = 0;
    const frame = panel.closest(".sources");
    if (frame) frame.scrollTop = 0;
  };

  const open = (target) => {
    const section = target.closest("section.exchange");
    if (section) {
      section.parentElement.querySelectorAll("section.exchange").forEach((other) => { other.hidden = other !== section; });
      section.querySelectorAll(".clause").forEach(centre);
    }
    target.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "nearest" });
    target.focus({ preventScroll: true });
    flash(target);
  };

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
    document.body.append(area);
    area.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch (refused) { done = false; }
    area.remove();
    return done;
  };

  const copyFrom = async (button) => {
    const said = button.dataset.said || button.textContent;
    button.dataset.said = said;
    const done = await copy(button.dataset.copy);
    button.textContent = done ? "已复制" : "未能复制，请选中文字后按 Ctrl+C";
    button.classList.toggle("done", done);
    button.setAttribute("aria-live", "polite");
    button.focus({ preventScroll: true });
    clearTimeout(Number(button.dataset.timer));
    button.dataset.timer = String(setTimeout(() => {
      button.textContent = said;
      button.classList.remove("done");
    }, 2000));
  };

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest("button.copy");
    if (button) {
      copyFrom(button);
      return;
    }
    const more = event.target.closest("button.more");
    if (more) {
      unfold(more);
      return;
    }
    const link = event.target.closest("a.marker, a.number");
    const target = link && document.getElementById((link.getAttribute("href") || "").split("#").pop());
    if (target) {
      event.preventDefault();
      open(target);
    }
  });

  // Gradio names parts of its chat in English, and messages by their markup: say it in Chinese, and by their text.
  const renamed = [
    ["[role=log][aria-label='chatbot conversation']", () => "对话"],
    ["[data-testid=user][aria-label*='<']", (element) => `提问：${element.textContent.trim()}`],
    ["[data-testid=bot][aria-label*='<']", (element) => `回答：${element.textContent.trim()}`],
    ["button.example[aria-label^='Select']", (element) => `例子：${element.textContent.trim()}`],
  ];
  const rename = () => renamed.forEach(([selector, name]) => document.querySelectorAll(selector).forEach((element) => {
    element.setAttribute("aria-label", name(element));
  }));
  const watch = () => {
    rename();
    new MutationObserver(rename).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", watch);
  else watch();

  window.policyPage = { settle };
})();
