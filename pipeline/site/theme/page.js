// Listening: chapters, timestamps, the transcript, the keyboard and the lock screen all move one player.
// Without this script the player plays, chapters open the media at their second, transcripts are links.
"use strict";
(() => {
  const player = document.getElementById("player");
  if (!player) return;

  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const unfold = (id) => {
    const template = document.getElementById(id);
    return template && document.importNode(template.content, true).firstElementChild;
  };
  const BACK_S = 15;
  const FORWARD_S = 30;

  // Times: 754, 12:34, 1:02:03.5 and 12m34s are read; anything else is NaN.
  const seconds = (text) => {
    const units = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/.exec(text);
    if (units) return (units[1] || 0) * 3600 + (units[2] || 0) * 60 + Number(units[3] || 0);
    const parts = /^\d+(?::[0-5]?\d){1,2}(?:\.\d+)?$/.test(text) ? text.split(":") : ["NaN"];
    return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
  };
  const named = (hash) => (hash.startsWith("#t=") ? seconds(hash.slice(3).replace(/%3a/gi, ":").split(",")[0]) : NaN);
  const two = (number) => String(number).padStart(2, "0");
  const clock = (time) => {
    const whole = Math.floor(time);
    const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
    return whole >= 3600 ? `${Math.floor(whole / 3600)}:${rest}` : rest;
  };

  // Storage may be forbidden, or full: then nothing is remembered.
  const remember = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch { /* as without */ }
  };
  const recall = (key) => {
    try { return localStorage.getItem(key); } catch { return null; }
  };
  const SPEED = "airdate:speed";
  const KEYS = "airdate:keys";
  const PLACE = `airdate:place:${player.src.replace(/[?&]_from=.*$/, "")}`;

  // Moving. Before the media is loaded this only says where it will start: nothing is fetched for it.
  const duration = () => player.duration || Number(player.dataset.duration) || Infinity;
  const play = () => { player.play().catch(() => {}); };
  const toggle = () => { if (player.paused) play(); else player.pause(); };
  let hasPlayed = false;
  const isPlaced = () => hasPlayed || player.currentTime > 0;
  let wanted = null;
  const seek = (time) => {
    if (!Number.isFinite(time)) return;
    const to = Math.max(0, Math.min(time, duration() - 0.2));
    if (player.readyState === 0) wanted = to;
    player.currentTime = to;
    update();
  };
  player.addEventListener("loadedmetadata", () => {
    if (wanted !== null && Math.abs(player.currentTime - wanted) > 0.5) player.currentTime = wanted;
    wanted = null;
  });
  const skip = (by) => seek(player.currentTime + by);

  // Timestamps at the start of a line of the notes become links.
  const STAMP = /(^|\n)(\s*[([]?)((?:\d{1,2}:)?\d{1,3}:[0-5]\d)(?=[\s)\]:–—|-]|$)/g;
  const startsLine = (node) => {
    let each = node;
    while (!each.previousSibling && /^(EM|STRONG|B|I)$/.test(each.parentNode.nodeName)) each = each.parentNode;
    const before = each.previousSibling;
    return before ? before.nodeName === "BR" : /^(P|LI|TD)$/.test(each.parentNode.nodeName);
  };
  const linkStamps = (node) => {
    const text = node.data;
    const made = document.createDocumentFragment();
    let done = 0;
    for (const match of text.matchAll(STAMP)) {
      const time = seconds(match[3]);
      if ((!match[1] && !startsLine(node)) || time > duration()) continue;
      const from = match.index + match[1].length + match[2].length;
      const link = document.createElement("a");
      link.href = `#t=${time}`;
      link.textContent = match[3];
      made.append(text.slice(done, from), link);
      done = from + match[3].length;
    }
    if (done) {
      made.append(text.slice(done));
      node.replaceWith(made);
    }
  };
  for (const notes of all(".notes")) {
    const walker = document.createTreeWalker(notes, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    texts.filter((each) => !each.parentNode.closest("a, pre, code")).forEach(linkStamps);
  }

  // The tools below the player, and the small player for when that is out of sight.
  const tools = unfold("tools");
  const mini = unfold("mini");
  const frame = player.closest(".player") || player;
  if (tools) player.after(tools);
  if (mini) document.body.append(mini);
  const said = tools && find(".said", tools);
  const say = (text) => { if (said) said.textContent = text; };
  const speed = tools && find("[data-do=speed]", tools);
  const keys = tools && find("[data-do=keys]", tools);
  let isInSight = true;
  const showMini = () => {
    if (!mini) return;
    mini.hidden = isInSight || !hasPlayed;
    document.documentElement.classList.toggle("has-mini", !mini.hidden);
  };
  if (mini && "IntersectionObserver" in window) {
    new IntersectionObserver((entries) => {
      isInSight = entries[entries.length - 1].isIntersecting;
      showMini();
    }).observe(frame);
  }

  // Links to a second of this episode.
  const address = () => {
    const canonical = find("link[rel=canonical]");
    const page = (canonical ? canonical.href : location.href).split("#")[0];
    const time = Math.floor(player.currentTime);
    return time ? `${page}#t=${time}` : page;
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address());
      say(said.dataset.copied);
    } catch {
      say(address());
    }
  };
  const share = () => navigator.share({ title: player.dataset.title, url: address() }).catch(() => {});
  if (tools) find("[data-do=share]", tools).hidden = !navigator.share || window !== window.parent;

  const actions = {
    toggle,
    back: () => skip(-BACK_S),
    forward: () => skip(FORWARD_S),
    copy,
    share,
    follow: () => reader.follow(),
  };
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const button = event.target.closest("button[data-do]");
    if (button) return actions[button.dataset.do]();
    const place = event.target.closest("[data-start], a[href^='#t=']");
    if (!place || (place.nodeName !== "A" && !getSelection().isCollapsed)) return;
    event.preventDefault();
    seek(place.dataset.start ? Number(place.dataset.start) : named(place.hash));
    reader.follow();
    play();
  });

  // Speed: one for all episodes. Browsers go back to the default when they load.
  const setSpeed = (rate) => {
    player.defaultPlaybackRate = rate;
    player.playbackRate = rate;
  };
  if (speed) {
    speed.addEventListener("change", () => setSpeed(Number(speed.value)));
    player.addEventListener("ratechange", () => {
      speed.value = String(player.playbackRate);
      remember(SPEED, player.playbackRate === 1 ? null : String(player.playbackRate));
    });
    const kept = Number(recall(SPEED));
    if (kept >= 0.5 && kept <= 4) setSpeed(kept);
  }

  // Keys, unless they are switched off (WCAG 2.1.4) or belong to what has the focus.
  if (keys) {
    keys.checked = recall(KEYS) !== "off";
    keys.addEventListener("change", () => remember(KEYS, keys.checked ? null : "off"));
  }
  const shortcuts = {
    k: toggle,
    j: actions.back,
    l: actions.forward,
    " ": toggle,
    arrowleft: actions.back,
    arrowright: actions.forward,
  };
  document.addEventListener("keydown", (event) => {
    const act = shortcuts[event.key.toLowerCase()];
    if (!act || !(keys && keys.checked) || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    const on = event.target;
    if (on.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
    if (event.key.length > 1 && (on === player || !hasPlayed)) return;
    if (event.key === " " && (!hasPlayed || on.closest("a, button, input, summary, audio, video, [tabindex]"))) return;
    event.preventDefault();
    act();
  });

  // Chapters: the current one is marked, and its picture takes the cover's place.
  const chapters = all(".chapters a[data-start]").map((link) => ({
    link,
    start: Number(link.dataset.start),
    title: find(".clock + span", link).textContent,
    picture: link.dataset.picture,
  }));
  const cover = find(".lead .cover, .embed-cover");
  const ownCover = cover && { src: cover.src, srcset: cover.srcset };
  const showPicture = (url) => {
    if (!cover || cover.src === (url || ownCover.src)) return;
    cover.srcset = url ? "" : ownCover.srcset;
    cover.src = url || ownCover.src;
    cover.classList.toggle("is-chapter", Boolean(url));
  };
  const last = (rows, time) => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].start <= time) low = middle + 1;
      else high = middle;
    }
    return rows[low - 1];
  };
  // A long list scrolls in itself, and is left alone while somebody points at it.
  const bringIntoList = (link) => {
    for (const list of [link.closest("ol"), link.closest(".guide")]) {
      if (!list || list.scrollHeight <= list.clientHeight || list.matches(":hover")) continue;
      const [frame, row] = [list.getBoundingClientRect(), link.getBoundingClientRect()];
      list.scrollTop += Math.min(0, row.top - frame.top) + Math.max(0, row.bottom - frame.bottom);
    }
  };
  let chapter;
  const showChapter = () => {
    const now = isPlaced() ? last(chapters, player.currentTime + 0.2) : undefined;
    if (now === chapter) return;
    if (chapter) chapter.link.removeAttribute("aria-current");
    if (now) {
      now.link.setAttribute("aria-current", "true");
      bringIntoList(now.link);
    }
    chapter = now;
    for (const place of all("[data-chapter]")) place.textContent = now ? now.title : "";
    showPicture(now && now.picture);
    describe();
  };
  const step = (by) => {
    const to = chapters[chapters.indexOf(chapter) + by];
    if (to) seek(to.start);
  };

  // The lock screen, headphones and media keys.
  const session = "MediaMetadata" in window ? navigator.mediaSession : null;
  const showTitle = find("meta[property='og:site_name']").content;
  const artwork = (src) => (src ? [{ src }] : []);
  const MOST_CHAPTERS = 199; // Chromium complains of more
  const describe = () => {
    if (!session) return;
    session.metadata = new MediaMetadata({
      title: player.dataset.title,
      artist: showTitle,
      album: chapter ? chapter.title : showTitle,
      artwork: artwork((chapter && chapter.picture) || player.dataset.picture),
      chapterInfo: chapters.slice(0, MOST_CHAPTERS).map((each) => (
        { title: each.title, startTime: each.start, artwork: artwork(each.picture) }
      )),
    });
  };
  const tellPosition = () => {
    if (!session || !session.setPositionState || !Number.isFinite(player.duration)) return;
    const { duration: length, playbackRate, currentTime } = player;
    session.setPositionState({ duration: length, playbackRate, position: Math.min(currentTime, length) });
  };
  const answers = {
    play,
    pause: () => player.pause(),
    seekbackward: (details) => skip(-(details.seekOffset || BACK_S)),
    seekforward: (details) => skip(details.seekOffset || FORWARD_S),
    seekto: (details) => seek(details.seekTime),
    ...(chapters.length > 1 && { previoustrack: () => step(-1), nexttrack: () => step(1) }),
  };
  for (const [name, answer] of Object.entries(session ? answers : {})) {
    try { session.setActionHandler(name, answer); } catch { /* not known to this browser */ }
  }
  for (const name of ["loadedmetadata", "seeked", "ratechange"]) player.addEventListener(name, tellPosition);

  // The transcript, read along: what that takes is fetched when somebody opens it.
  let reader = { follow() {}, show() {} };
  const hasCues = find("#transcript a[type='application/x-subrip'], #transcript a[type='text/vtt']");
  const book = hasCues && unfold("reader");
  if (book) {
    document.getElementById("reader").replaceWith(book);
    book.addEventListener("toggle", () => {
      const script = document.createElement("script");
      const told = find(".said", book);
      script.src = book.dataset.script;
      script.onload = () => {
        reader = window.airdateReader({ all, book, clock, find, isPlaced, last, player, seconds });
      };
      script.onerror = () => { told.textContent = told.dataset.failed; };
      book.append(script);
    }, { once: true });
  }

  // What changes as time passes.
  let kept = -1;
  const keep = () => {
    const time = player.currentTime;
    if (player.ended || time < 3 || time > duration() - 2) remember(PLACE, null);
    else remember(PLACE, time.toFixed(1));
    kept = time;
  };
  const update = () => {
    for (const each of all("[data-now]")) each.textContent = clock(player.currentTime);
    showChapter();
    reader.show();
    if (!player.paused && Math.abs(player.currentTime - kept) > 4) keep();
  };
  const showState = () => {
    for (const each of all("[data-when]")) each.hidden = (each.dataset.when === "playing") === player.paused;
    if (mini) mini.classList.toggle("is-playing", !player.paused);
    showMini();
  };
  player.addEventListener("play", () => {
    hasPlayed = true;
    say("");
    describe();
  });
  player.addEventListener("timeupdate", update);
  for (const name of ["play", "pause", "ended"]) player.addEventListener(name, showState);
  for (const name of ["pause", "ended"]) player.addEventListener(name, keep);
  window.addEventListener("pagehide", () => { if (player.readyState > 0) keep(); });

  // Where to start: at the second that the address names, or else where this listener was.
  window.addEventListener("hashchange", () => seek(named(location.hash)));
  const start = Number.isNaN(named(location.hash)) ? Number(recall(PLACE)) : named(location.hash);
  if (start > 0) {
    seek(start);
    if (said) say(`${said.dataset.resumes} ${clock(player.currentTime)}`);
  }
})();
