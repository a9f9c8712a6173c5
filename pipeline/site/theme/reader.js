// The transcript, read along. It scrolls its own box only, and only while the reader has not left the line.
// page.js loads this when somebody opens the transcript, and lends it what both need.
"use strict";
window.airdateReader = ({ all, book, clock, find, isPlaced, last, player, seconds }) => {
  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
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
  const sources = new Map();
  for (const type of ["application/x-subrip", "text/vtt"]) {
    for (const link of all(`#transcript a[type="${type}"]`)) sources.set(link.hreflang, link);
  }
  const list = find(".turns", book);
  const search = find("input", book);
  const choice = find("select", book);
  const back = find("[data-do=follow]", book);
  const told = find(".said", book);
  let [lines, turns, line, follows, scrolled, asked] = [[], [], null, true, 0, ""];

  const isOpen = () => book.open && list.clientHeight > 0;
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
  const mark = (ranges) => {
    // The rule stands here because checkers of stylesheets do not know ::highlight.
    if (!CSS.highlights.has("found")) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("::highlight(found) { background-color: #ffe08a; color: #1f1d1a; }");
      document.adoptedStyleSheets.push(sheet);
    }
    CSS.highlights.set("found", new Highlight(...ranges));
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
    if ("highlights" in CSS) mark(ranges);
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
  book.addEventListener("toggle", () => { if (follows) bring(); });
  load(choice.value);
  return { follow, show };
};
