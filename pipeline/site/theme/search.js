// Searching without a server: loads the files of the words that were typed, and nothing else.
(() => {
  "use strict";
  const form = document.getElementById("search");
  const field = form.querySelector("input");
  const status = document.getElementById("search-status");
  const list = document.getElementById("search-results");
  const more = document.getElementById("search-more");
  const all = document.getElementById("search-all");
  const say = form.dataset;
  const SHOWN = 20;
  const MOST_FILES = 12;

  // The same as pipeline/core/search_words.py.
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", ŋ: "n", ς: "σ" };
  const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
  const WORD = /[\p{L}\p{N}\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3]+/gu;
  const WIDE = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const RUN = new RegExp(`[${WIDE}]+|[^${WIDE}]+`, "gu");
  const IS_WIDE = new RegExp(`^[${WIDE}]`, "u");

  const fold = (text) =>
    text.normalize("NFKD").toLowerCase().replace(/[ßæœøłđðþıħŋς]/g, (letter) => LETTERS[letter])
      .replace(ACCENTS, "").normalize("NFC");

  const pairs = (run) => {
    const signs = [...run];
    if (!IS_WIDE.test(run) || signs.length === 1) return [run];
    return signs.slice(1).map((sign, place) => signs[place] + sign);
  };

  const wordsOf = (text) =>
    (fold(text).match(WORD) || []).flatMap((word) => word.match(RUN)).flatMap(pairs)
      .map((word) => [...word].slice(0, 40).join(""))
      .filter((word) => [...word].length > 1 || word >= "\u0900" || /^\d$/.test(word));

  // Files are asked for once; one that is missing holds nothing.
  const files = new Map();
  const load = (name) => {
    if (!files.has(name)) {
      const wanted = fetch(say.from + name).then((reply) => (reply.ok ? reply.json() : Promise.reject(reply.status)));
      wanted.catch(() => files.delete(name));
      files.set(name, wanted);
    }
    return files.get(name);
  };
  const nameOf = (beginning) =>
    `words-${[...beginning].map((sign) => (sign < "\u0080" ? sign : `_${sign.codePointAt(0).toString(16)}_`)).join("")}.json`;

  // The file with the longest beginning of the word, and all that go on from the word.
  const filesFor = (word, beginnings) => {
    const onward = beginnings.filter((each) => each.startsWith(word));
    const behind = beginnings.filter((each) => word.startsWith(each) && each !== word);
    const longest = behind.sort((a, b) => b.length - a.length)[0];
    const found = onward.slice(0, MOST_FILES);
    return longest === undefined ? found : [longest, ...found];
  };

  // Which episodes have words that begin with this one, and how well each fits.
  const lookUp = async (word, index) => {
    const fits = new Map();
    let isWhole = true;
    for (const rows of await Promise.all(filesFor(word, index.words).map((each) => load(nameOf(each))))) {
      for (const [known, steps] of Object.entries(rows)) {
        if (!known.startsWith(word)) continue;
        const near = known === word ? 1 : 0.6 * word.length / known.length;
        let number = 0;
        for (const step of steps) {
          if (step < 0) {
            isWhole = false;
            continue;
          }
          number += step;
          const fit = near * [1, 3, 6, 10][number % 4];
          const episode = number >> 2;
          fits.set(episode, Math.max(fits.get(episode) || 0, fit));
        }
      }
    }
    return { fits, isWhole, rarity: Math.log(1 + index.episodes / Math.max(1, fits.size)) };
  };

  // Those with the most of the words, the best first, then the newest. Words that are everywhere exclude nobody.
  const rank = (looked) => {
    const found = new Map();
    const asked = looked.some((each) => each.isWhole) ? looked.filter((each) => each.isWhole) : looked;
    for (const { fits, rarity } of asked) {
      for (const [episode, fit] of fits) {
        const [words, score] = found.get(episode) || [0, 0];
        found.set(episode, [words + 1, score + fit * rarity]);
      }
    }
    for (const { fits, rarity } of looked.filter((each) => !asked.includes(each))) {
      for (const [episode, fit] of fits) if (found.has(episode)) found.get(episode)[1] += fit * rarity;
    }
    const most = Math.max(0, ...[...found.values()].map(([words]) => words));
    return [...found].filter(([, [words]]) => words === most)
      .sort((a, b) => b[1][1] - a[1][1] || b[0] - a[0]).map(([episode]) => episode);
  };

  // Text with the found words marked. Where folding changes no lengths, words are found where they stand.
  const marked = (text, words) => {
    const line = document.createDocumentFragment();
    let end = 0;
    for (const found of text.matchAll(WORD)) {
      const folded = fold(found[0]);
      if (!words.some((word) => folded.startsWith(word) || (IS_WIDE.test(word) && folded.includes(word)))) continue;
      line.append(text.slice(end, found.index));
      const mark = document.createElement("mark");
      mark.textContent = found[0];
      line.append(mark);
      end = found.index + found[0].length;
    }
    line.append(text.slice(end));
    return line;
  };

  const element = (tag, className, ...content) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };

  const row = ([title, url, day, date, summary], words) => {
    const link = element("a", "", marked(title, words));
    link.href = url;
    const time = element("time", "", date);
    time.dateTime = day;
    const parts = [element("p", "eyebrow", time), element("h2", "", link)];
    if (summary) parts.push(element("p", "excerpt", marked(summary, words)));
    return element("li", "", element("article", "card", element("div", "card-words", ...parts)));
  };

  let latest = 0;
  let found = [];
  let typed = [];
  let perFile = 1;

  const show = async (from, turn) => {
    const some = found.slice(from, from + SHOWN);
    const blocks = await Promise.all(some.map((each) => load(`episodes-${Math.floor(each / perFile)}.json`)));
    if (turn !== latest) return;
    const rows = some.map((each, place) => blocks[place][each % perFile]).filter(Boolean).map((each) => row(each, typed));
    if (from === 0) list.replaceChildren(...rows);
    else list.append(...rows);
    more.hidden = found.length <= from + SHOWN;
    if (from > 0 && rows.length) rows[0].querySelector("a").focus();
  };

  const clear = () => {
    list.replaceChildren();
    more.hidden = true;
    status.textContent = "";
    all.hidden = false;
  };

  const search = async () => {
    const turn = ++latest;
    const words = [...new Set(wordsOf(field.value))].slice(0, 12);
    const address = new URL(location.href);
    if (field.value.trim()) address.searchParams.set("q", field.value.trim());
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    if (!words.length) {
      clear();
      if (field.value.trim()) status.textContent = say.none;
      return;
    }
    try {
      const index = await load("index.json");
      const looked = await Promise.all(words.map((word) => lookUp(word, index)));
      if (turn !== latest) return;
      [found, typed, perFile] = [rank(looked), words, index.per_file];
      all.hidden = true;
      status.textContent = found.length === 1 ? say.one : (found.length ? say.many : say.none).replace("{count}", found.length);
      await show(0, turn);
    } catch {
      if (turn !== latest) return;
      clear();
      status.textContent = say.failed;
    }
  };

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  });
  more.addEventListener("click", () => show(list.children.length, latest));
  form.hidden = false;
  field.value = new URL(location.href).searchParams.get("q") || "";
  if (field.value) search();
})();
