// @ts-check
/* Only in `mkdocs serve`: exchanges the figures of the open page as their scripts are saved, and its text (see
   `live_text.js`). The state of a figure stays: scroll position, large view and zoom, step, description.
   `figures.js` equips a new figure. */
(() => {
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  const served = Symbol.for("live-diagrams served"); // no element can have it as its id
  if (served in window) return;
  const home = new URL(".", own.src).href;
  /** The version of the last change in this page. */
  let version = own.dataset.version ?? "0";

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = `${home}live.css`;
  document.head.append(style);

  /** @type {<E extends Element = HTMLElement>(root: ParentNode | null | undefined, selector: string) => E[]} */
  const all = (root, selector) => [.../** @type {NodeListOf<any>} */ (root?.querySelectorAll(selector) ?? [])];
  /** @param {Document} page */
  const figures = (page) => all(page, "figure.live-diagram");
  const here = () => decodeURI(location.pathname).replace(/index\.html$/, "");

  /* The state of a figure. A figure has a part for each of the drawings that readers can choose. */

  /** @typedef {{ of: string[], step: number, playing: boolean, words: boolean, left: number, focus: number, dialog?: HTMLDialogElement }} FigureState */
  /** The state of a figure before its script failed, by the card in its place. @type {WeakMap<Element, FigureState[]>} */
  const before = new WeakMap();
  const FOCUS = "a, button, input, summary, [tabindex]";

  /** @param {Element} figure */
  const parts = (figure) => all(figure, ".live-diagram__more").map((more) => /** @type {HTMLElement} */ (more.parentElement));
  /** @param {Element} part @param {Element} [dialog] */
  const walk = (part, dialog) => (dialog ?? part).querySelector(".live-diagram__walk");
  /** @param {Element | null} place */
  const step = (place) => all(place, "ol > li").findIndex((item) => item.classList.contains("is-now")) + 1;
  /** @param {Element} part */
  const findDialog = (part) => {
    const words = part.querySelector(".live-diagram__words");
    return all(document, "dialog.live-diagram[open]").find((dialog) =>
      dialog.querySelector(".live-diagram__drawing")?.getAttribute("aria-details") === words?.id);
  };

  /** The combinations of choices that a part shows. @param {Element} part */
  const combinations = (part) => (part.closest("[data-of]")?.getAttribute("data-of") ?? "0").split(" ");

  /** @param {Element} part @returns {FigureState} */
  const readState = (part) => {
    const dialog = /** @type {HTMLDialogElement | undefined} */ (findDialog(part));
    const place = walk(part, dialog);
    return {
      of: combinations(part),
      dialog,
      step: step(place),
      playing: !!place?.querySelector('[aria-label="Pause"]'),
      words: !!part.querySelector(".live-diagram__words[open]"),
      left: part.querySelector(".live-diagram__stage")?.scrollLeft ?? 0,
      focus: all(dialog ?? part, FOCUS).indexOf(/** @type {HTMLElement} */ (document.activeElement)),
    };
  };

  /** @param {HTMLElement} part @param {FigureState} state */
  const restoreState = (part, state) => {
    const words = /** @type {HTMLDetailsElement | null} */ (part.querySelector(".live-diagram__words"));
    if (words) words.open = state.words;
    const stage = part.querySelector(".live-diagram__stage");
    if (stage) stage.scrollLeft = state.left;
    const place = walk(part);
    const to = Math.min(state.step, all(place, "ol > li").length) - (state.playing ? 1 : 0);
    const press = (/** @type {string} */ label) => all(place, `[aria-label="${label}"]`)[0]?.click();
    for (let now = step(place); now !== to && state.step; now += Math.sign(to - now)) press(now < to ? "Next step" : "Previous step");
    if (state.playing) press("Play");
    if (state.dialog?.open) {
      const old = /** @type {any} */ (state.dialog.querySelector(".live-diagram__pane"));
      state.dialog.close();
      all(part, ".live-diagram__open")[0]?.click();
      const pane = /** @type {any} */ (findDialog(part)?.querySelector(".live-diagram__pane"));
      if (pane) {
        Object.assign(pane.view, old.view);
        pane.show();
      }
    }
    if (state.focus >= 0) all(findDialog(part) ?? part, FOCUS)[state.focus]?.focus({ preventScroll: true });
  };

  /* Exchange. */

  /** @param {HTMLElement} old @param {HTMLElement} fresh */
  const exchangeFigure = async (old, fresh) => {
    const earlier = before.get(old) ?? [];
    // While its script fails, a large view stays open, and the reader may go on to another step in it.
    for (const state of earlier) if (state.dialog?.open) state.step = step(walk(old, state.dialog));
    const states = new Set([...parts(old).map(readState), ...earlier]);
    old.replaceWith(document.adoptNode(fresh));
    await null; // figures.js equips the figure first
    for (const part of parts(fresh)) {
      const of = combinations(part);
      const state = [...states].find((one) => one.of.some((combination) => of.includes(combination)));
      if (!state) continue;
      states.delete(state);
      restoreState(part, state);
    }
    const failed = fresh.matches(".live-diagram--error");
    if (failed || fresh.querySelector(".live-diagram__pending")) { // the rest is drawn later
      before.set(fresh, [...states]);
      for (const { dialog } of states) if (failed && dialog?.open) showError(dialog, fresh);
    } else for (const { dialog } of states) dialog?.close();
  };

  /** Show in a large view why it is not up to date. @param {HTMLElement} dialog @param {HTMLElement} card */
  const showError = (dialog, card) => {
    all(dialog, ":scope > [role=note]").forEach((note) => note.remove());
    const note = card.querySelector("[role=note]")?.cloneNode(true);
    if (note) dialog.querySelector(".live-diagram__pane")?.before(note);
  };

  /** Update links to nodes, and lines of code that light up with nodes. @param {Document} page */
  const updateText = (page) => {
    /** @param {Document} of @param {string} selector */
    const outside = (of, selector) => all(of, selector).filter((element) => !element.closest("figure.live-diagram, dialog"));
    /** @param {string} selector @param {(old: HTMLElement, fresh: HTMLElement) => void} change */
    const each = (selector, change) => {
      const [old, fresh] = [outside(document, selector), outside(page, selector)];
      if (old.length === fresh.length) old.forEach((element, at) => change(element, fresh[at]));
    };
    each("a[data-figure]", (old, fresh) => {
      for (const name of ["class", "href"]) {
        if (fresh.hasAttribute(name)) old.setAttribute(name, fresh.getAttribute(name) ?? "");
        else old.removeAttribute(name);
      }
    });
    const marks = (/** @type {HTMLElement} */ code) => all(code, ".live-diagram__line").map((line) => line.dataset.node + line.innerText).join();
    each("code", (old, fresh) => {
      if (marks(old) !== marks(fresh)) old.replaceChildren(...document.importNode(fresh, true).childNodes);
    });
  };

  /** The page as the server sent it last, by which its text is compared; and what to load in its place.
      @type {{ path: string, version: string, page?: Document }} */
  let sent = { path: "", version };
  const PAGE = -2, FAULT = -3;

  const fetchPage = async () => {
    const path = here();
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { path, version: /** @type {HTMLElement | null} */ (page.querySelector("script[data-version]"))?.dataset.version ?? "", page };
  };

  /** Keep the page as it was sent, before it changes for the first time. */
  const keepPage = async () => {
    if (sent.path === here()) return;
    const fetched = await fetchPage();
    if (fetched.path === here() && fetched.version === version) sent = fetched;
  };

  /** @param {number[]} changed Numbers of figures; -1 is the text around them, -2 anything, -3 whether it can be built. */
  const updatePage = async (changed) => {
    if (changed.includes(FAULT)) await showFault();
    if (changed.every((number) => number === FAULT)) return;
    const before = sent, fetched = await fetchPage(), { path, page } = fetched;
    if (path !== here()) return;
    sent = fetched;
    if (changed.includes(PAGE)) {
      const { exchangeText } = await import(`${home}live_text.js`);
      const isKnown = before.path === path && before.page;
      if (!isKnown || !(await exchangeText(before.page, page.cloneNode(true), exchangeFigure))) location.reload();
      return;
    }
    const [old, fresh] = [figures(document), figures(page)];
    const names = [old, fresh].map((list) => list.map((figure) => figure.dataset.diagram).join("\n"));
    if (names[0] !== names[1]) return location.reload();
    for (const at of changed) if (at >= 0) await exchangeFigure(old[at], document.importNode(fresh[at], true));
    if (changed.includes(-1)) updateText(page);
  };

  /* Details of figures that failed. */

  const completeCards = async () => {
    if (!document.querySelector(".live-diagram--error:not([data-complete])")) return;
    const cards = figures(document);
    for (const card of cards) if (card.matches(".live-diagram--error")) card.dataset.complete = "";
    const answer = await fetch(`${home}cards?page=${encodeURIComponent(here())}`);
    for (const { at, line, lines, last } of answer.ok ? await answer.json() : []) {
      const card = cards[at];
      if (!card?.isConnected || !card.matches(".live-diagram--error")) continue;
      all(card, ".live-diagram__excerpt, .live-diagram__last").forEach((old) => old.remove());
      const excerpt = document.createElement("pre");
      excerpt.className = "live-diagram__excerpt";
      for (const [number, text] of lines) {
        const row = document.createElement(number === line ? "mark" : "span");
        row.textContent = `${String(number).padStart(4)}  ${text}\n`;
        excerpt.append(row);
      }
      if (lines.length) card.querySelector("[role=note] > pre")?.after(excerpt);
      const good = new DOMParser().parseFromString(last, "text/html");
      const lastDrawing = document.createElement("div");
      lastDrawing.className = "live-diagram__last";
      lastDrawing.inert = true;
      lastDrawing.append(...all(good, ".live-diagram__icons, .live-diagram__stage").map((element) => document.importNode(element, true)));
      if (lastDrawing.hasChildNodes()) card.querySelector("[role=note]")?.after(lastDrawing);
      for (const { dialog } of before.get(card) ?? []) if (dialog?.open) showError(dialog, card);
    }
  };
  new MutationObserver(completeCards).observe(document.documentElement, { childList: true, subtree: true });
  completeCards();

  /* The choices that are shown are drawn before others. */

  const sendChoices = () => {
    const chosen = new URLSearchParams();
    for (const input of /** @type {HTMLInputElement[]} */ (all(document, ".live-diagram__choices input"))) {
      if (input.type === "checkbox" || input.checked) chosen.set(input.dataset.choice ?? "", input.checked ? input.value : "off");
    }
    if (chosen.size) fetch(`${home}choices?${chosen}`).catch(console.error);
  };
  document.addEventListener("change", sendChoices);
  if (document.readyState === "complete") sendChoices();
  else addEventListener("load", sendChoices);

  /* A page that cannot be built stays as it was, with the reason. */

  const showFault = async () => {
    const answer = await fetch(`${home}fault?page=${encodeURIComponent(here())}`);
    const reason = answer.ok ? await answer.text() : "";
    document.getElementById("live-diagrams-fault")?.remove();
    if (!reason) return;
    const note = document.createElement("div");
    note.id = "live-diagrams-fault";
    note.role = "alert";
    const title = document.createElement("strong");
    title.textContent = "This page is not up to date: it cannot be built.";
    const text = document.createElement("pre");
    text.textContent = reason;
    note.append(title, text);
    document.body.append(note);
  };

  /* Listen while the page is visible. */

  /** @type {EventSource | undefined} */
  let source;
  let server = "";
  let done = keepPage().catch(console.error);
  const listen = () => {
    source?.close();
    source = undefined;
    if (document.visibilityState !== "visible") return;
    source = new EventSource(`${home}events?since=${version}&page=${encodeURIComponent(here())}`);
    source.addEventListener("server", ({ data }) => {
      if (server && server !== data) location.reload();
      server = data;
    });
    source.onmessage = ({ data, lastEventId }) => {
      version = lastEventId;
      const changed = JSON.parse(data)[here()];
      if (changed) done = done.then(() => updatePage(changed)).catch(console.error);
    };
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", ({ persisted }) => persisted && listen());
  addEventListener("pagehide", () => source?.close());
  // Material's instant navigation shows another page in this document.
  /** @type {any} */ (window).document$?.subscribe(() => {
    if (sent.path !== here()) done = done.then(keepPage).catch(console.error);
  });
  listen();
  Object.assign(window, { [served]: true });
})();
