// @ts-check
/* Only in `mkdocs serve`: exchanges the figures of the open page as their scripts are saved. What the
   reader sees of them stays: place, large view and zoom, step, words. `figures.js` equips a new figure. */
(() => {
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  if ("liveDiagramsServed" in window) return;
  const home = new URL(".", own.src).href;
  /** The last change that this page has. */
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

  /* What a reader has made of a figure. It has a part for each of its drawings that can be chosen. */

  /** @typedef {{ step: number, playing: boolean, words: boolean, left: number, focus: number, dialog?: HTMLDialogElement }} Kept */
  /** What was made of a figure before its script failed, by the card in its place. @type {WeakMap<Element, Kept[]>} */
  const before = new WeakMap();
  const FOCUS = "a, button, input, summary, [tabindex]";

  /** @param {Element} figure */
  const parts = (figure) => all(figure, ".live-diagram__more").map((more) => /** @type {HTMLElement} */ (more.parentElement));
  /** @param {Element} part @param {Element} [dialog] */
  const walk = (part, dialog) => (dialog ?? part).querySelector(".live-diagram__walk");
  /** @param {Element | null} place */
  const step = (place) => all(place, "ol > li").findIndex((item) => item.classList.contains("is-now")) + 1;
  /** @param {Element} part */
  const opened = (part) => {
    const words = part.querySelector(".live-diagram__words");
    return all(document, "dialog.live-diagram[open]").find((dialog) =>
      dialog.querySelector(".live-diagram__drawing")?.getAttribute("aria-details") === words?.id);
  };

  /** @param {Element} part @returns {Kept} */
  const keep = (part) => {
    const dialog = /** @type {HTMLDialogElement | undefined} */ (opened(part));
    const place = walk(part, dialog);
    return {
      dialog,
      step: step(place),
      playing: !!place?.querySelector('[aria-label="Pause"]'),
      words: !!part.querySelector(".live-diagram__words[open]"),
      left: part.querySelector(".live-diagram__stage")?.scrollLeft ?? 0,
      focus: all(dialog ?? part, FOCUS).indexOf(/** @type {HTMLElement} */ (document.activeElement)),
    };
  };

  /** @param {HTMLElement} part @param {Kept} kept */
  const restore = (part, kept) => {
    const words = /** @type {HTMLDetailsElement | null} */ (part.querySelector(".live-diagram__words"));
    if (words) words.open = kept.words;
    const stage = part.querySelector(".live-diagram__stage");
    if (stage) stage.scrollLeft = kept.left;
    const place = walk(part);
    const to = Math.min(kept.step, all(place, "ol > li").length) - (kept.playing ? 1 : 0);
    const press = (/** @type {string} */ label) => all(place, `[aria-label="${label}"]`)[0]?.click();
    for (let now = step(place); now !== to && kept.step; now += Math.sign(to - now)) press(now < to ? "Next step" : "Previous step");
    if (kept.playing) press("Play");
    if (kept.dialog?.open) {
      const old = /** @type {any} */ (kept.dialog.querySelector(".live-diagram__pane"));
      kept.dialog.close();
      all(part, ".live-diagram__open")[0]?.click();
      const pane = /** @type {any} */ (opened(part)?.querySelector(".live-diagram__pane"));
      if (pane) {
        Object.assign(pane.view, old.view);
        pane.show();
      }
    }
    if (kept.focus >= 0) all(opened(part) ?? part, FOCUS)[kept.focus]?.focus({ preventScroll: true });
  };

  /* One exchange. */

  /** @param {HTMLElement} old @param {HTMLElement} fresh */
  const exchange = async (old, fresh) => {
    const kept = before.get(old) ?? parts(old).map(keep);
    // While its script fails, a large view stays as it was; the reader may go on in it.
    for (const one of kept) if (one.dialog?.open && before.has(old)) one.step = step(walk(old, one.dialog));
    old.replaceWith(document.adoptNode(fresh));
    await null; // figures.js comes first
    const now = parts(fresh);
    if (fresh.matches(".live-diagram--error")) {
      before.set(fresh, kept);
      for (const { dialog } of kept) if (dialog?.open) mourn(dialog, fresh);
    } else now.forEach((part, at) => kept[at] && restore(part, kept[at]));
    for (const { dialog } of kept.slice(fresh.matches(".live-diagram--error") ? kept.length : now.length)) dialog?.close();
  };

  /** Say in a large view why it is not up to date. @param {HTMLElement} dialog @param {HTMLElement} card */
  const mourn = (dialog, card) => {
    all(dialog, ":scope > [role=note]").forEach((note) => note.remove());
    const note = card.querySelector("[role=note]")?.cloneNode(true);
    if (note) dialog.querySelector(".live-diagram__pane")?.before(note);
  };

  /** Words that lead to nodes, and lines that declare them. @param {Document} page */
  const rewrite = (page) => {
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
    const marks = (/** @type {HTMLElement} */ code) => all(code, ".live-diagram__yaml").map((line) => line.dataset.node + line.innerText).join();
    each("code", (old, fresh) => {
      if (marks(old) !== marks(fresh)) old.replaceChildren(...document.importNode(fresh, true).childNodes);
    });
  };

  /** @param {number[]} changed Numbers of figures; -1 stands for the words around them. */
  const update = async (changed) => {
    const path = here();
    const answer = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (path !== here()) return;
    const [old, fresh] = [figures(document), figures(page)];
    const names = [old, fresh].map((list) => list.map((figure) => figure.dataset.diagram).join("\n"));
    if (names[0] !== names[1]) return location.reload();
    for (const at of changed) if (at >= 0) await exchange(old[at], fresh[at]);
    if (changed.includes(-1)) rewrite(page);
  };

  /* What more there is to say of a figure that failed. */

  const explain = async () => {
    if (!document.querySelector(".live-diagram--error:not([data-told])")) return;
    const cards = figures(document);
    for (const card of cards) if (card.matches(".live-diagram--error")) card.dataset.told = "";
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
      const ghost = document.createElement("div");
      ghost.className = "live-diagram__last";
      ghost.inert = true;
      ghost.append(...all(good, ".live-diagram__icons, .live-diagram__stage").map((element) => document.importNode(element, true)));
      if (ghost.hasChildNodes()) card.querySelector("[role=note]")?.after(ghost);
      for (const { dialog } of before.get(card) ?? []) if (dialog?.open) mourn(dialog, card);
    }
  };
  new MutationObserver(explain).observe(document.documentElement, { childList: true, subtree: true });
  explain();

  /* Listening, while the page is seen. */

  /** @type {EventSource | undefined} */
  let source;
  let done = Promise.resolve();
  const listen = () => {
    source?.close();
    source = undefined;
    if (document.visibilityState !== "visible") return;
    source = new EventSource(`${home}events?since=${version}&page=${encodeURIComponent(here())}`);
    source.onmessage = ({ data, lastEventId }) => {
      version = lastEventId;
      const changed = JSON.parse(data)[here()];
      if (changed) done = done.then(() => update(changed)).catch(console.error);
    };
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", ({ persisted }) => persisted && listen());
  addEventListener("pagehide", () => source?.close());
  listen();
  Object.assign(window, { liveDiagramsServed: true });
})();
