// Chapters and addresses ending in #t=90 move the player. Without this script they open the file there.
"use strict";
const player = document.getElementById("player");
const chapters = Array.from(document.querySelectorAll("[data-start]"));

function seek(seconds) {
  const go = () => { player.currentTime = seconds; };
  if (player.readyState > 0) go();
  else {
    player.addEventListener("loadedmetadata", go, { once: true });
    player.preload = "metadata";
    player.load();
  }
}

for (const chapter of chapters) {
  chapter.addEventListener("click", (event) => {
    event.preventDefault();
    seek(Number(chapter.dataset.start));
    player.play().catch(() => {});
  });
}

player.addEventListener("timeupdate", () => {
  const now = chapters.filter((each) => Number(each.dataset.start) <= player.currentTime + 0.2).pop();
  for (const each of chapters) {
    if (each === now) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
});

const asked = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
if (asked) seek(Number(asked[1]));
