// Blocks: a video's player in place of its link, and codes to copy. Without this script the link leads there.
"use strict";
(() => {
  const play = (link) => {
    const frame = document.createElement("iframe");
    frame.src = link.dataset.embed;
    frame.title = link.dataset.title;
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    link.replaceWith(frame);
    frame.focus();
  };
  for (const link of document.querySelectorAll("a[data-embed]")) {
    link.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      play(link);
    });
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    const told = button.nextElementSibling;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      told.textContent = told.dataset.copied;
    });
  }
})();
