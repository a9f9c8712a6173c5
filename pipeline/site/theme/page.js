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
  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
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
  let chapter;
  const showChapter = () => {
    const now = isPlaced() ? last(chapters, player.currentTime + 0.2) : undefined;
    if (now === chapter) return;
    if (chapter) chapter.link.removeAttribute("aria-current");
    if (now) now.link.setAttribute("aria-current", "true");
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
  const describe = () => {
    if (!session) return;
    session.metadata = new MediaMetadata({
      title: player.dataset.title,
      artist: showTitle,
      album: chapter ? chapter.title : showTitle,
      artwork: artwork((chapter && chapter.picture) || player.dataset.picture),
      chapterInfo: chapters.map((each) => (
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

  // The transcript, read along. It scrolls its own box only, and only while the reader has not left the line.
  const fold = (text) => (
    text.replace(/[\u00c0-\u024f\u0370-\u04ff\u1e00-\u1fff]/g, (each) => each.normalize("NFD")[0]).toLowerCase()
  );
  const ENTITIES = { amp: "&", lt: "<", gt: ">", nbsp: "\u00a0", lrm: "\u200e", rlm: "\u200f", quot: '"' };
  const plain = (text) => (
    text.replace(/<[^>]*>/g, "").replace(/&(\w+);/g, (whole, name) => ENTITIES[name] || whole).replace(/\s+/g, " ").trim()
  );
  const CUE = /(?:^|\n)[ \t]*([\d:.,]+)[ \t]+-->[^\n]*\n([^]*)/;
  const VOICE = /<v(?:\.[^\s>]*)?[ \t]+([^>]*)>/;
  const NAME = /^(\p{L}[^:<>\n]{0,60}):\s+(?=\S)/u;
  const parseCues = (text, isSrt) => {
    const cues = [];
    let speaker = "";
    for (const block of text.replace(/\r\n?/g, "\n").normalize("NFC").split(/\n{2,}/)) {
      const cue = CUE.exec(block);
      if (!cue) continue;
      const named = (isSrt ? NAME : VOICE).exec(cue[2].trim());
      if (named) speaker = plain(named[1]);
      const words = plain(isSrt && named ? cue[2].trim().slice(named[0].length) : cue[2]);
      if (words) cues.push({ start: seconds(cue[1].replace(",", ".")), speaker, words });
    }
    return cues.filter((each) => Number.isFinite(each.start)).sort((a, b) => a.start - b.start);
  };
  const LONG = 500;
  const inTurns = (cues) => {
    const turns = [];
    for (const cue of cues) {
      const turn = turns[turns.length - 1];
      const goesOn = turn && turn.speaker === cue.speaker && !(turn.size > LONG && /[.?!…。？！]$/.test(turn.ending));
      if (!goesOn) turns.push({ speaker: cue.speaker, isNew: !turn || turn.speaker !== cue.speaker, cues: [], size: 0 });
      const own = turns[turns.length - 1];
      own.cues.push(cue);
      own.size += cue.words.length;
      own.ending = cue.words;
    }
    return turns;
  };
  const makeReader = () => {
    const box = unfold("reader");
    const sources = new Map();
    for (const type of ["application/x-subrip", "text/vtt"]) {
      for (const link of all(`#transcript a[type="${type}"]`)) sources.set(link.hreflang, link);
    }
    if (!box || !sources.size) return { follow() {}, show() {} };
    const list = find(".turns", box);
    const search = find("input", box);
    const choice = find("select", box);
    const back = find("[data-do=follow]", box);
    const told = find(".said", box);
    let [lines, turns, line, follows, scrolled, asked] = [[], [], null, true, 0, ""];

    const isOpen = () => box.open && list.clientHeight > 0;
    const bring = () => {
      if (!line || !isOpen() || search.value) return;
      const [around, own] = [list.getBoundingClientRect(), line.span.getBoundingClientRect()];
      list.scrollTop += own.top - around.top - (around.height - own.height) / 2;
      scrolled = list.scrollTop;
    };
    const setFollows = (value) => {
      follows = value;
      back.hidden = value || !line;
    };
    const follow = () => {
      setFollows(true);
      bring();
    };
    const show = () => {
      const now = isPlaced() ? last(lines, player.currentTime + 0.1) : undefined;
      if (now === line) return;
      if (line) line.span.removeAttribute("aria-current");
      line = now;
      if (line) line.span.setAttribute("aria-current", "true");
      if (follows) bring();
    };
    list.addEventListener("scroll", () => {
      if (!line || search.value || Math.abs(list.scrollTop - scrolled) < 2) return;
      const [around, own] = [list.getBoundingClientRect(), line.span.getBoundingClientRect()];
      setFollows(own.bottom > around.top && own.top < around.bottom);
    });

    const drawTurn = (turn) => {
      const time = element("a", "clock", clock(turn.cues[0].start));
      time.href = `#t=${turn.cues[0].start}`;
      const words = element("p", "");
      const drawn = { node: null, text: "", lines: [] };
      for (const cue of turn.cues) {
        const span = element("span", "", cue.words);
        span.dataset.start = cue.start;
        drawn.lines.push({ start: cue.start, span, from: drawn.text.length });
        drawn.text += `${fold(cue.words)} `;
        words.append(span, " ");
      }
      const who = turn.isNew && turn.speaker ? [element("cite", "", turn.speaker), " "] : [];
      drawn.node = element("div", "turn", element("p", "who", ...who, time), words);
      return drawn;
    };
    const draw = (cues, language) => {
      turns = inTurns(cues).map(drawTurn);
      lines = turns.flatMap((turn) => turn.lines);
      line = undefined;
      list.lang = language;
      list.replaceChildren(...turns.map((turn) => turn.node));
      look();
      show();
    };

    const point = (turn, offset) => {
      const own = turn.lines.filter((each) => each.from <= offset).pop();
      const text = own.span.firstChild;
      return [text, Math.min(offset - own.from, text.length)];
    };
    const look = () => {
      const query = fold(search.value.normalize("NFC")).replace(/\s+/g, " ").trim();
      const ranges = [];
      for (const turn of turns) {
        const before = ranges.length;
        for (let at = query ? turn.text.indexOf(query) : -1; at >= 0; at = turn.text.indexOf(query, at + query.length)) {
          const range = document.createRange();
          range.setStart(...point(turn, at));
          range.setEnd(...point(turn, at + query.length));
          ranges.push(range);
        }
        turn.node.hidden = query !== "" && ranges.length === before;
      }
      if ("highlights" in CSS) CSS.highlights.set("found", new Highlight(...ranges));
      told.textContent = query ? `${told.dataset.matches} ${ranges.length}` : "";
      if (!query && follows) bring();
    };
    search.addEventListener("input", look);

    const load = async (language) => {
      const source = sources.get(language);
      asked = language;
      try {
        const reply = await fetch(source.href);
        if (!reply.ok) throw new Error(String(reply.status));
        const cues = parseCues(await reply.text(), source.type !== "text/vtt");
        if (!cues.length) throw new Error("no cue");
        if (asked === language) draw(cues, language);
      } catch {
        told.textContent = told.dataset.failed;
      }
    };
    const names = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });
    for (const language of sources.keys()) choice.append(new Option(names.of(language), language));
    const spoken = document.documentElement.lang;
    if (sources.has(spoken)) choice.value = spoken;
    choice.parentNode.hidden = sources.size < 2;
    choice.addEventListener("change", () => load(choice.value));
    box.addEventListener("toggle", () => {
      if (box.open && !asked) load(choice.value);
      else if (follows) bring();
    });
    document.getElementById("reader").replaceWith(box);
    return { follow, show };
  };
  const reader = makeReader();

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
