"use strict";
// Lights the spans of a mention in the article, and finds the mentions of marked words. Everything is readable without it.
(() => {
  const ROLES = { t: "trigger", a: "actor", r: "recipient", p: "place", w: "time", n: "number", s: "source", c: "cue", e: "evidence" };
  const TAGS = { t: "what", a: "who", r: "whom", p: "where", w: "when", n: "how many", s: "source", c: "cue" };
  const states = new WeakMap();
  const said = document.getElementById("said");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  document.documentElement.classList.add("scripted");

  // What is known of a document is worked out when it is first touched, once, in one pass over its segments or cards.
  function stateOf(node) {
    const section = node.closest(".document");
    if (!section) return null;
    let state = states.get(section);
    if (!state) {
      const pane = section.querySelector(".words");
      const segments = [...pane.querySelectorAll(".s")];
      state = { section, pane, segments, cards: [...section.querySelectorAll(".card")], lit: [], shown: null, pinned: null, owners: null };
      states.set(section, state);
    }
    return state;
  }

  function* rangesOf(card) {
    for (const part of (card.dataset.s || "").split(";")) {
      if (!part) continue;
      for (const range of part.slice(1).split(",")) {
        const [first, last = first] = range.split("-").map(Number);
        yield [part[0], first, last];
      }
    }
  }

  // The cards of every segment: those to which it is more than evidence come first.
  function ownersOf(state, segment) {
    if (!state.owners) {
      state.owners = new Map();
      for (const card of state.cards)
        for (const [key, first, last] of rangesOf(card))
          for (let i = first; i <= last; i++) {
            const found = state.owners.get(state.segments[i]) || { closely: new Set(), loosely: new Set() };
            (key === "e" ? found.loosely : found.closely).add(card);
            state.owners.set(state.segments[i], found);
          }
    }
    const found = state.owners.get(segment);
    return found ? [...(found.closely.size ? found.closely : found.loosely)] : [];
  }

  function show(state, card) {
    if (state.shown === card) return;
    for (const segment of state.lit) {
      for (const name of [...segment.classList]) if (name.startsWith("lit")) segment.classList.remove(name);
      delete segment.dataset.tag;
    }
    state.lit = [];
    if (state.shown) state.shown.classList.remove("on");
    state.shown = card;
    if (!card) return;
    card.classList.add("on");
    for (const [key, first, last] of rangesOf(card)) {
      for (let i = first; i <= last; i++) {
        const segment = state.segments[i];
        if (!segment) continue;
        if (!segment.classList.contains("lit")) state.lit.push(segment);
        segment.classList.add("lit", `lit-${ROLES[key]}`);
      }
      const start = state.segments[first];
      if (start && TAGS[key]) start.dataset.tag = start.dataset.tag ? `${start.dataset.tag} + ${TAGS[key]}` : TAGS[key];
    }
  }

  function pin(state, card) {
    state.pinned = card;
    show(state, card);
  }

  const triggerOf = (state, card) => state.section.querySelector(`[id="${card.id.replace("m", "t")}"]`);
  const smooth = () => (calm.matches ? "auto" : "smooth");

  // Only the pane is moved, never the page under the reader's pointer; on a narrow page the pane does not scroll.
  function reveal(state, card, jump) {
    const mark = triggerOf(state, card);
    if (!mark) return;
    const pane = state.pane;
    if (pane.scrollHeight > pane.clientHeight + 1) {
      const place = mark.getBoundingClientRect(), frame = pane.getBoundingClientRect();
      if (place.top < frame.top + 40 || place.bottom > frame.bottom - 40)
        pane.scrollTo({ top: pane.scrollTop + place.top - frame.top - pane.clientHeight / 3, behavior: jump ? smooth() : "auto" });
    } else if (jump) {
      const place = mark.getBoundingClientRect();
      if (place.top < 0 || place.bottom > innerHeight) mark.scrollIntoView({ block: "center", behavior: smooth() });
    }
  }

  function goToCard(state, card, focus) {
    pin(state, card);
    card.scrollIntoView({ block: "center", behavior: "auto" });
    if (focus) card.querySelector(".go").focus({ preventScroll: true });
    said.textContent = `Mention ${state.cards.indexOf(card) + 1} of ${state.cards.length}: ${card.querySelector(".type").textContent}`;
  }

  // What comes to lie under a pointer at rest, because the page moved, is not pointed at.
  let restsAt = null;
  const isAtRest = (event) => restsAt !== null && restsAt[0] === event.clientX && restsAt[1] === event.clientY;
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || isAtRest(event)) return;
    const card = event.target.closest(".card"), state = card && stateOf(card);
    if (state) show(state, card);
  });
  document.addEventListener("pointerout", (event) => {
    const card = event.target.closest(".card"), state = card && stateOf(card);
    if (state && !card.contains(event.relatedTarget)) show(state, state.pinned);
  });
  document.addEventListener("pointermove", () => { restsAt = null; }, { passive: true });
  document.addEventListener("focusin", (event) => {
    const state = stateOf(event.target);
    if (!state) return;
    const card = event.target.closest(".card"), mark = event.target.closest(".ref");
    if (card) {
      show(state, card);
      if (event.target.matches(":focus-visible")) reveal(state, card, false);
    } else if (mark) show(state, document.getElementById(mark.id.replace("t", "m")));
  });
  document.addEventListener("focusout", (event) => {
    const state = event.target.closest(".card, .ref") && stateOf(event.target);
    if (state) show(state, state.pinned);
  });
  document.addEventListener("click", (event) => {
    const state = event.target.closest && stateOf(event.target);
    if (!state || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (event.detail) restsAt = [event.clientX, event.clientY];
    const card = event.target.closest(".card"), link = event.target.closest("a");
    if (link && link.matches(".go")) {
      event.preventDefault();
      pin(state, card);
      reveal(state, card, true);
      const mark = triggerOf(state, card);
      if (!event.detail && mark) mark.focus({ preventScroll: true });
      show(state, card);
    } else if (link && /^#d\d+m\d+$/.test(link.getAttribute("href"))) {
      event.preventDefault();
      goToCard(state, document.getElementById(link.getAttribute("href").slice(1)), true);
    } else if (card) {
      if (link || event.target.closest("summary") || !getSelection().isCollapsed) return;
      const before = state.pinned;
      pin(state, before === card ? null : card);
      if (before !== card) reveal(state, card, false);
    } else {
      const segment = event.target.closest(".s");
      if (!segment || !getSelection().isCollapsed) return;
      const owners = ownersOf(state, segment);
      if (owners.length) goToCard(state, owners[(owners.indexOf(state.pinned) + 1) % owners.length], false);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      for (const section of document.querySelectorAll(".document")) if (states.has(section)) pin(states.get(section), null);
      return;
    }
    const state = event.target.closest && stateOf(event.target);
    if (!state) return;
    const arrows = event.target.matches(".go, .ref");
    const step = event.key === "j" || (arrows && event.key === "ArrowDown") ? 1 : event.key === "k" || (arrows && event.key === "ArrowUp") ? -1 : 0;
    if (!step) return;
    const card = event.target.closest(".card"), inText = event.target.closest(".words");
    if (!card && !inText && !event.target.closest(".mentions")) return;
    const stops = inText ? [...inText.querySelectorAll(".ref")] : state.cards.map((one) => one.querySelector(".go"));
    const here = stops.indexOf(card ? card.querySelector(".go") : event.target);
    const next = stops[here < 0 ? 0 : here + step];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    (inText ? next : next.closest(".card")).scrollIntoView({ block: "nearest" });
  });

  function followHash() {
    const card = /^#d\d+m\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    if (card) pin(stateOf(card), card);
  }
  addEventListener("hashchange", followHash);
  followHash();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened = [];
  });
})();
