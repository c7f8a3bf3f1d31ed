// @ts-check
/* Only in `mkdocs serve`: exchanges what has changed in the text of the open page, and nothing else: what is
   opened, chosen or scrolled elsewhere stays. Two versions of the page are compared as the server sent them; what
   differs is looked for in the open page, which scripts have changed since. In doubt the page is loaded again. */

/** Elements that scripts of themes and sites equip when a page is loaded. */
const EQUIPPED = "script, style, pre, table, form, iframe, object, canvas, audio, video, .tabbed-set, .mermaid, " +
  ".arithmatex, .annotate, [data-md-component], .glightbox";

/** A change: `old` elements, which follow each other in `parent`, become `fresh` ones.
    @typedef {{ parent: Element, before: Element | null, after: Element | null, old: Element[], fresh: Element[] }} Change */
/** @typedef {(old: HTMLElement, fresh: HTMLElement) => Promise<void>} ExchangeFigure */

const isFigure = (/** @type {Element} */ element) => element.matches("figure.live-diagram");

/** @param {Document} page */
const clean = (page) => {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(/** @type {Comment} */ (walker.currentNode));
  for (const comment of comments) comment.remove();
  for (const script of page.querySelectorAll("script[data-version]")) script.remove();
};

/** @param {Element} element */
const attributes = (element) => [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort().join("\n");
/** @param {Element} element */
const ownText = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue?.trim()).filter(Boolean).join("\n");
/** @param {Element | null | undefined} element */
const words = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

/** List what differs between two versions of an element, as deep as it can be told apart.
    @param {Element} old @param {Element} fresh @param {Change[]} changes */
const compare = (old, fresh, changes) => {
  if (old.isEqualNode(fresh)) return;
  const whole = { parent: /** @type {Element} */ (old.parentElement), before: old.previousElementSibling, after: old.nextElementSibling, old: [old], fresh: [fresh] };
  const [a, b] = [[...old.children], [...fresh.children]];
  if (isFigure(old) || old.tagName !== fresh.tagName || attributes(old) !== attributes(fresh) || ownText(old) !== ownText(fresh) || (!a.length && !b.length)) {
    changes.push(whole);
    return;
  }
  let [start, end] = [0, 0];
  while (start < Math.min(a.length, b.length) && a[start].isEqualNode(b[start])) start++;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end].isEqualNode(b[b.length - 1 - end])) end++;
  const [from, to] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (from.length === to.length) from.forEach((child, at) => compare(child, to[at], changes));
  else changes.push({ parent: old, before: a[start - 1] ?? null, after: a[a.length - end] ?? null, old: from, fresh: to });
};

/** Find in the open page what an element of the old version has become.
    @param {Element | null} element @param {Element} root */
const find = (element, root) => {
  if (!element) return null;
  if (element.tagName === "BODY") return document.body;
  const name = isFigure(element) ? "figure.live-diagram" : element.tagName;
  const all = (/** @type {Document} */ page) => [...page.querySelectorAll(name)].filter((one) => isFigure(one) || !one.closest("figure.live-diagram, dialog, #live-diagrams-fault"));
  const [then, now] = [all(/** @type {Document} */ (element.ownerDocument)), all(document)];
  const isSame = (/** @type {Element} */ one) => isFigure(element) || (words(one) === words(element) && one.id === element.id);
  if (then.length === now.length && isSame(now[then.indexOf(element)])) return now[then.indexOf(element)];
  const same = now.filter(isSame);
  return !isFigure(element) && same.length === 1 && then.filter(isSame).length === 1 ? same[0] : null;
};

/** Exchange what differs between two versions of the page; return whether that was possible.
    @param {Document} old @param {Document} fresh @param {ExchangeFigure} exchangeFigure */
export const exchangeText = async (old, fresh, exchangeFigure) => {
  clean(old);
  clean(fresh);
  const assets = (/** @type {Document} */ page) => [...page.head.querySelectorAll("link[rel=stylesheet], script, style")].map((one) => one.outerHTML).join("\n");
  if (assets(old) !== assets(fresh)) return false;
  /** @type {Change[]} */
  const changes = [];
  compare(old.body, fresh.body, changes);
  const isEquipped = (/** @type {Element} */ element) => !isFigure(element) && (element.matches(EQUIPPED) || [...element.querySelectorAll(EQUIPPED)].some((one) => !one.closest("figure.live-diagram")));
  if (changes.some(({ old, fresh }) => [...old, ...fresh].some(isEquipped) || [...old, ...fresh].some((one) => one.tagName === "BODY" || one.closest("pre, form, .arithmatex")))) return false;
  // All are found before any is changed: a change must not make the next one ambiguous.
  const places = changes.map((change) => ({
    change,
    old: change.old.map((element) => find(element, document.body)),
    before: find(change.before, document.body),
    after: find(change.after, document.body),
    parent: change.old.length || change.before || change.after ? null : find(change.parent, document.body),
  }));
  if (places.some(({ change, old, before, after, parent }) => old.includes(null) || (!change.old.length && !before && !after && !parent))) return false;
  for (const { change, old, before, after, parent } of places) {
    const now = change.fresh.map((element) => document.importNode(element, true));
    if (old.length === 1 && now.length === 1 && isFigure(change.old[0]) && isFigure(now[0])) {
      await exchangeFigure(/** @type {HTMLElement} */ (old[0]), /** @type {HTMLElement} */ (now[0]));
    } else if (old.length) {
      /** @type {Element} */ (old[0]).before(...now);
      for (const element of old) element?.remove();
    } else if (before) before.after(...now);
    else if (after) after.before(...now);
    else parent?.append(...now);
  }
  document.title = fresh.title;
  return true;
};
