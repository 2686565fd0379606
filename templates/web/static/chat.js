/* The chat page's own script. Without it the page still reads and sends, by plain forms.

   A message lives in localStorage from the press of the button until the server has acknowledged it,
   under an id made here; the server takes one id once, so sending again can never double it.
   Text from anybody reaches the page by textContent alone. No word to the reader is written here:
   they are in chat.html. Kept to what phones of 2018 understand. */
"use strict";

(function () {
  const $ = (id) => document.getElementById(id);
  const root = $("chat");
  const words = root.dataset;
  const who = words.who;
  const log = $("log");
  const text = $("text");
  const choices = $("choices");

  let cursor = words.cursor;
  let stopped = false; /* logged out, or somebody else came in on this device */
  const seen = new Set();

  document.documentElement.classList.add("script");

  /* ---- what survives closing the page ---- */

  const store = {
    get(name) {
      try { return localStorage.getItem(`gomso.${who}.${name}`); } catch (error) { return null; }
    },
    set(name, value) {
      try { localStorage.setItem(`gomso.${who}.${name}`, value); } catch (error) { /* then it lives as long as the page */ }
    },
    remove(name) {
      try { localStorage.removeItem(`gomso.${who}.${name}`); } catch (error) { /* as above */ }
    },
    names(prefix) {
      const whole = `gomso.${who}.${prefix}`;
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(whole))
          .map((key) => key.slice(whole.length - prefix.length)).sort();
      } catch (error) { return []; }
    },
  };

  function newId() {
    /* crypto.randomUUID is missing on old phones and on plain http. */
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    const hex = Array.from(b, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  /* ---- drawing lines ---- */

  const copy = (id) => $(id).content.firstElementChild.cloneNode(true);
  const atBottom = () => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 150;

  function toBottom() {
    window.scrollTo(0, document.documentElement.scrollHeight);
    $("jump").hidden = true;
  }

  function drawFile(file) {
    const link = copy(file.image ? "image" : "document");
    link.href = file.url;
    if (file.image) {
      const img = link.querySelector("img");
      img.src = file.url;
      img.alt += file.name;
    } else {
      link.querySelector(".document-name").textContent = file.name;
      link.querySelector(".document-size").textContent = file.size;
    }
    return link;
  }

  function fill(element, line) {
    element.dataset.id = line.id;
    element.dataset.external = line.external;
    element.querySelector(".text").textContent = line.text;
    const files = element.querySelector(".files");
    files.textContent = "";
    line.files.forEach((file) => files.append(drawFile(file)));
    const time = element.querySelector("time");
    time.dateTime = line.at;
    time.textContent = line.time;
  }

  function drawDay(line) {
    const day = copy("day");
    day.dataset.day = line.day;
    day.firstElementChild.textContent = line.day_words;
    return day;
  }

  function separate(element, line) {
    const days = Array.from(root.querySelectorAll(".day"));
    const last = days.filter((day) => day.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
    if (!last || last.dataset.day !== line.day) element.before(drawDay(line));
  }

  function append(element) {
    choices.hidden = true;
    if ($("nothing")) $("nothing").remove();
    log.append(element);
  }

  function ownLine(external) {
    return Array.from(log.querySelectorAll(".mine")).find((line) => line.dataset.external === external);
  }

  function show(line) {
    if (seen.has(line.id)) return;
    seen.add(line.id);
    const follow = atBottom();
    const known = line.external ? ownLine(line.external) : undefined;
    const element = known || copy(line.mine ? "line-mine" : "line-theirs");
    fill(element, line);
    if (line.mine) received(element);
    if (!known) append(element);
    separate(element, line);
    if (!line.mine) offer(line.choices);
    if (follow) toBottom();
    else if (!line.mine) $("jump").hidden = false;
  }

  function offer(list) {
    choices.querySelectorAll("button").forEach((button) => button.remove());
    list.forEach((choice) => {
      const button = document.createElement("button");
      button.className = "button quiet";
      button.name = "text";
      button.value = choice.says;
      button.textContent = choice.label;
      choices.append(button);
    });
    choices.hidden = list.length === 0;
  }

  /* ---- sending ---- */

  const unsent = []; /* {id, text, files, name, element}, oldest first; photos do not outlive the page */
  let pumping = false;
  let failures = 0;
  let retry = 0;

  function status(element, word, late) {
    element.querySelector(".status").textContent = word;
    element.classList.toggle("late", Boolean(late));
  }

  function received(element) {
    status(element, words.wordReceived);
  }

  function drawUnsent(item) {
    item.element = copy("line-mine");
    item.element.dataset.external = item.id;
    item.element.querySelector(".text").textContent = item.text;
    if (item.files.length) {
      const note = document.createElement("p");
      note.textContent = `${item.files.length} ${words.wordOnePhoto}`;
      item.element.querySelector(".files").append(note);
    }
    status(item.element, words.wordQueued);
    append(item.element);
    toBottom();
  }

  function say(saying, files) {
    const item = { id: newId(), text: saying, files: files, name: "" };
    item.name = `unsent.${Date.now()}.${item.id}`;
    if (!files.length) store.set(item.name, saying);
    unsent.push(item);
    drawUnsent(item);
    window.clearTimeout(retry);
    pump();
  }

  function post(item) {
    /* XMLHttpRequest, for it tells how far an upload is. A status of 0: no answer came. */
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const photos = item.files.length > 0;
      request.open("POST", photos ? "/chat/anh" : "/chat/tin");
      request.setRequestHeader("Accept", "application/json");
      request.timeout = photos ? 300000 : 20000;
      request.onloadend = () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch (error) { /* a proxy's page, or nothing */ }
        resolve({ status: request.status, answer: answer });
      };
      if (!photos) {
        request.setRequestHeader("Content-Type", "application/json");
        request.send(JSON.stringify({ id: item.id, who: who, text: item.text }));
        return;
      }
      request.upload.onprogress = (event) => {
        const percent = event.lengthComputable ? ` ${Math.floor((100 * event.loaded) / event.total)} %` : "";
        item.element.querySelector(".status").textContent = words.wordPhotos + percent;
      };
      const form = new FormData();
      form.append("id", item.id);
      form.append("who", who);
      form.append("text", item.text);
      item.files.forEach((file) => form.append("photos", file, file.name));
      request.send(form);
    });
  }

  async function pump() {
    if (pumping || stopped) return;
    pumping = true;
    while (unsent.length && !stopped) {
      const item = unsent[0];
      status(item.element, item.files.length ? words.wordPhotos : words.wordSending);
      if (item.files.length) item.files = await Promise.all(item.files.map(smaller));
      const { status: code, answer } = await post(item);
      if (code === 200 && answer.id) {
        failures = 0;
        unsent.shift();
        store.remove(item.name);
        received(item.element);
      } else if (code === 401 || code === 409) {
        unsent.forEach((waiting) => status(waiting.element, words.wordWaiting, true));
        over();
      } else if (code >= 400 && code < 500 && code !== 408 && code !== 429) {
        unsent.shift();
        giveBack(item, answer.error || words.wordRefused);
      } else {
        unsent.forEach((waiting) => status(waiting.element, words.wordWaiting, true));
        failures += 1;
        retry = window.setTimeout(pump, Math.min(30, 2 ** failures) * 1000);
        break;
      }
    }
    pumping = false;
    if (!listening()) fetchNews();
  }

  function giveBack(item, why) {
    /* Refused for good: what was typed goes back to where it can be mended. */
    store.remove(item.name);
    item.element.remove();
    text.value = text.value ? `${item.text}\n${text.value}` : item.text;
    choose(item.files.concat(chosen));
    typed();
    refuse(why);
  }

  function refuse(why) {
    $("refusal").textContent = why;
    $("refusal").hidden = !why;
  }

  function over() {
    stopped = true;
    $("over").hidden = false;
    if (source) source.close();
  }

  /* ---- photos ---- */

  let chosen = [];

  function choose(files) {
    chosen = files;
    $("chosen").hidden = !files.length;
    $("chosen-count").textContent = files.length ? `${files.length} ${words.wordOnePhoto}` : "";
  }

  async function smaller(file) {
    /* A phone's photo is five times what a report needs; on a bad line that is the difference. */
    if (file.size < 1500000 || !window.createImageBitmap) return file;
    try {
      const bitmap = await createImageBitmap(file);
      const scale = Math.min(1, 2000 / Math.max(bitmap.width, bitmap.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(bitmap.width * scale);
      canvas.height = Math.round(bitmap.height * scale);
      canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
      return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
    } catch (error) {
      return file; /* what this browser cannot draw goes as it is */
    }
  }

  /* ---- hearing ---- */

  let source = null;
  let crowded = false;
  let heardAt = 0;
  let fetching = false;
  let ticks = 0;

  const listening = () => source !== null && source.readyState === 1 && Date.now() - heardAt < 45000;
  const address = (path) => `${path}?who=${who}&after=${encodeURIComponent(cursor)}`;

  function listen() {
    if (!window.EventSource || crowded || stopped) return;
    if (source) source.close();
    source = new EventSource(address("/chat/dong"));
    const heard = (event) => {
      heardAt = Date.now();
      cursor = event.lastEventId || cursor;
    };
    source.addEventListener("beat", heard);
    source.addEventListener("news", (event) => {
      heard(event);
      JSON.parse(event.data).forEach(show);
    });
    source.addEventListener("out", over);
    source.addEventListener("crowded", () => {
      crowded = true;
      source.close();
    });
  }

  async function getJson(url) {
    const impatience = new AbortController();
    const timer = window.setTimeout(() => impatience.abort(), 15000);
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" }, signal: impatience.signal });
      if (response.status === 401 || response.status === 409) over();
      if (!response.ok) throw new Error(String(response.status));
      return await response.json();
    } finally {
      window.clearTimeout(timer);
    }
  }

  async function fetchNews() {
    if (stopped || fetching) return;
    fetching = true;
    try {
      const news = await getJson(address("/chat/tin"));
      cursor = news.cursor;
      news.lines.forEach(show);
    } catch (error) { /* no line now; the next tick tries again */ }
    fetching = false;
  }

  function tick() {
    if (listening()) return;
    fetchNews();
    ticks += 1;
    if (ticks % 6 === 0) listen();
  }

  function online() {
    $("offline").textContent = navigator.onLine ? "" : words.wordOffline;
    $("offline").hidden = navigator.onLine;
    if (!navigator.onLine) return;
    window.clearTimeout(retry);
    pump();
    fetchNews();
    if (!listening()) listen();
  }

  /* ---- older lines: outside the log, so that a screen reader does not read them all out ---- */

  async function older(event) {
    event.preventDefault();
    const first = root.querySelector(".line");
    try {
      const page = await getJson(`/chat/cu?who=${who}&before=${encodeURIComponent(first.dataset.id)}`);
      refuse("");
      prepend(page.lines, first);
      if (!page.more) $("older").parentElement.remove();
    } catch (error) {
      refuse(words.wordNoOlder);
    }
  }

  function prepend(lines, first) {
    const before = first.getBoundingClientRect().top;
    const block = document.createDocumentFragment();
    let day = "";
    lines.forEach((line) => {
      if (seen.has(line.id)) return;
      seen.add(line.id);
      if (line.day !== day) block.append(drawDay(line));
      day = line.day;
      const element = copy(line.mine ? "line-mine" : "line-theirs");
      if (line.mine) received(element);
      fill(element, line);
      block.append(element);
    });
    const separator = first.previousElementSibling;
    if (separator && separator.dataset.day === day) separator.remove();
    $("old").prepend(block);
    window.scrollBy(0, first.getBoundingClientRect().top - before);
  }

  /* ---- the box ---- */

  function typed() {
    store.set("draft", text.value);
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
  }

  function send(event) {
    event.preventDefault();
    const saying = text.value;
    if (!saying.trim() && !chosen.length) {
      text.focus();
      return;
    }
    if (new TextEncoder().encode(saying).length > Number(words.maxText)) {
      refuse(words.wordTooLong);
      return;
    }
    if (chosen.length > Number(words.maxPhotos)) {
      refuse(words.wordTooMany);
      return;
    }
    refuse("");
    const files = chosen;
    text.value = "";
    choose([]);
    typed();
    say(saying, files);
    if (saying) text.focus();
  }

  $("composer").addEventListener("submit", send);
  text.addEventListener("input", typed);
  text.addEventListener("keydown", (event) => {
    /* isComposing: the Enter that ends a word in a Vietnamese input method. */
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  });
  choices.addEventListener("submit", (event) => event.preventDefault());
  choices.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    say(button.value, []); /* which also puts the buttons away, so a second press finds none */
    log.focus({ preventScroll: true }); /* not the box, which would open a phone's keyboard */
  });
  $("photos").addEventListener("change", () => {
    choose(chosen.concat(Array.from($("photos").files)));
    $("photos").value = "";
  });
  $("unchoose").addEventListener("click", () => {
    choose([]);
    $("photos").focus();
  });
  $("jump").addEventListener("click", toBottom);
  if ($("older")) $("older").addEventListener("click", older);
  window.addEventListener("scroll", () => { if (atBottom()) $("jump").hidden = true; }, { passive: true });
  window.addEventListener("online", online);
  window.addEventListener("offline", online);
  window.addEventListener("pageshow", (event) => { if (event.persisted) online(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) online(); });
  window.addEventListener("beforeunload", (event) => {
    if (chosen.length || unsent.some((item) => item.files.length)) event.preventDefault();
  });

  root.querySelectorAll(".line").forEach((line) => seen.add(line.dataset.id));
  if (!text.value) text.value = store.get("draft") || "";
  store.names("unsent.").forEach((name) => {
    const item = { id: name.slice(name.lastIndexOf(".") + 1), text: store.get(name), files: [], name: name };
    if (ownLine(item.id)) {
      store.remove(name);
      return;
    }
    unsent.push(item);
    drawUnsent(item);
  });
  if (window.history.scrollRestoration) window.history.scrollRestoration = "manual";
  typed();
  toBottom();
  online();
  window.setInterval(tick, 5000);
})();
