/* Reloads a preview when its page has changed, and its bar when that alone has. Never part of a site. */
"use strict";
(() => {
  const bar = document.getElementById("airdate-preview");
  if (!bar) return;
  const query = `?page=${encodeURIComponent(bar.dataset.page)}`;
  const template = bar.querySelector("template");
  if (template) bar.attachShadow({ mode: "open" }).append(template.content);
  const root = bar.shadowRoot;
  const memory = "airdate-preview-open";
  let stream = null;

  /* What is open stays open, from page to page too. */
  const reopen = () => {
    const open = sessionStorage.getItem(memory);
    if (open) root.getElementById(open)?.setAttribute("open", "");
  };
  root.addEventListener("click", (event) => {
    const details = event.target.closest("summary")?.parentElement;
    if (!details) return;
    if (details.open) sessionStorage.removeItem(memory);
    else sessionStorage.setItem(memory, details.id);
    for (const other of root.querySelectorAll("details[open]")) if (other !== details) other.open = false;
  });

  const refresh = async (version) => {
    const answer = await fetch(`/_airdate/bar${query}`);
    if (!answer.ok) return;
    root.innerHTML = await answer.text();
    bar.dataset.bar = version;
    reopen();
  };
  const listen = () => {
    stream?.close();
    stream = new EventSource(`/_airdate/events${query}`);
    stream.onmessage = (event) => {
      const seen = JSON.parse(event.data);
      if (seen.page !== bar.dataset.version) location.reload();
      else if (seen.bar !== bar.dataset.bar) refresh(seen.bar);
    };
    stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 5000); };
  };
  /* A page that nobody sees keeps no connection: browsers allow six for one host. */
  document.addEventListener("visibilitychange", () => (document.hidden ? stream?.close() : listen()));
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  document.documentElement.style.scrollPaddingTop = "3.75rem";
  reopen();
  if (!document.hidden) listen();
})();
