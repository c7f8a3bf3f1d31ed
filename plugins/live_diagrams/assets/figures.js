// @ts-check
/* Figures of live-diagrams: a large view with zoom, tooltips, and what a node is joined to. All else
   needs no script. Listens on the document, so that pages which come and go (Material's instant
   navigation, a figure that is exchanged) need nothing; only the button is put into each figure. */
(() => {
  if ("liveDiagrams" in window) return;
  Object.assign(window, { liveDiagrams: true });

  /** @type {(tag: string, attrs?: Record<string, string>, ...inside: (Node | string)[]) => HTMLElement} */
  const make = (tag, attrs = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const key in attrs) element.setAttribute(key, attrs[key]);
    element.append(...inside);
    return element;
  };
  /** @type {(text: string, label: string, act: () => void) => HTMLElement} */
  const button = (text, label, act) => {
    const made = make("button", { type: "button", "aria-label": label, title: label }, text);
    made.addEventListener("click", act);
    return made;
  };
  /** @type {(event: Event, selector: string) => Element | null} */
  const from = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

  /* The button in each figure, and a scrolling frame that keys can reach. */

  const scrolls = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth + 1) {
        target.setAttribute("tabindex", "0");
        target.setAttribute("role", "group");
        target.setAttribute("aria-label", `${target.parentElement?.dataset.name}: scrolls sideways`);
      } else for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
    }
  });

  const equip = () => {
    for (const figure of document.querySelectorAll("figure.live-diagram:not([data-ready])")) {
      const stage = figure.querySelector(".live-diagram__stage");
      if (!(figure instanceof HTMLElement) || !stage) continue;
      figure.dataset.ready = "";
      const opener = button("⤢", `${figure.dataset.name}: look closer`, () => open(figure, opener));
      opener.className = "live-diagram__open";
      figure.querySelector(".live-diagram__more")?.append(opener);
      scrolls.observe(stage);
    }
  };

  /* The large view: the figure's own drawing moves into a dialog, and back. */

  /** @param {HTMLElement} figure @param {HTMLElement} opener */
  const open = (figure, opener) => {
    const drawings = [...figure.querySelectorAll("svg.live-diagram__drawing")];
    // The window may have room for the wide one where the column has not.
    const svg = drawings.find((drawing) => parseFloat(drawing.getAttribute("style")?.slice(10) ?? "") < innerWidth) ?? drawings.at(-1);
    if (!(svg instanceof SVGSVGElement)) return;
    const home = svg.parentElement;
    const after = svg.nextSibling;
    const { width, height } = svg.viewBox.baseVal;
    const stage = figure.querySelector(".live-diagram__stage");
    if (stage instanceof HTMLElement) stage.style.minHeight = `${stage.offsetHeight}px`;
    const view = { x: 0, y: 0, k: 1 };
    const name = figure.dataset.name ?? "";

    const show = () => (svg.style.transform = `translate(${view.x}px,${view.y}px) scale(${view.k})`);
    const fit = () => {
      const { clientWidth, clientHeight } = pane;
      view.k = Math.min(3, (clientWidth - 24) / width, (clientHeight - 24) / height);
      view.x = (clientWidth - width * view.k) / 2;
      view.y = (clientHeight - height * view.k) / 2;
      show();
    };
    /** @param {number} by @param {number} [x] @param {number} [y] */
    const zoom = (by, x = pane.clientWidth / 2, y = pane.clientHeight / 2) => {
      const k = Math.min(8, Math.max(0.1, view.k * by));
      view.x = x - ((x - view.x) * k) / view.k;
      view.y = y - ((y - view.y) * k) / view.k;
      view.k = k;
      show();
    };
    /** @param {number} x @param {number} y */
    const move = (x, y) => {
      view.x += x;
      view.y += y;
      show();
    };

    const pane = make("div", { class: "live-diagram__pane", tabindex: "0", role: "group", "aria-label": `${name}: + and - zoom, arrows move, 0 fits` });
    const bar = make(
      "div",
      { class: "live-diagram__bar" },
      make("span", {}, name),
      button("−", "Zoom out", () => zoom(1 / 1.3)),
      button("+", "Zoom in", () => zoom(1.3)),
      button("Fit", "Fit to the window", fit),
      button("SVG", "Save as SVG", () => save(svg, figure)),
    );
    if (figure.dataset.source) bar.append(make("a", { href: figure.dataset.source, title: "The script that draws this" }, "Script"));
    const dialog = /** @type {HTMLDialogElement} */ (make("dialog", { class: "live-diagram", "aria-label": name }, bar, pane));
    bar.append(button("✕", "Close", () => dialog.close()));

    pane.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = pane.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    dialog.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      /** @type {Record<string, () => void>} */
      const keys = {
        "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: fit,
        ArrowLeft: () => move(40, 0), ArrowRight: () => move(-40, 0), ArrowUp: () => move(0, 40), ArrowDown: () => move(0, -40),
      };
      const act = keys[event.key];
      if (act) {
        event.preventDefault();
        act();
      }
    });

    /** @type {Map<number, PointerEvent>} */
    const touching = new Map();
    pane.addEventListener("pointerdown", (event) => {
      touching.set(event.pointerId, event);
      if (!from(event, "a")) pane.setPointerCapture(event.pointerId);
    });
    pane.addEventListener("pointermove", (event) => {
      const before = touching.get(event.pointerId);
      if (!before) return;
      const other = [...touching.values()].find((touch) => touch.pointerId !== event.pointerId);
      if (other) {
        const box = pane.getBoundingClientRect();
        /** @param {PointerEvent} touch */
        const span = (touch) => Math.max(1, Math.hypot(touch.clientX - other.clientX, touch.clientY - other.clientY));
        zoom(span(event) / span(before), (event.clientX + other.clientX) / 2 - box.left, (event.clientY + other.clientY) / 2 - box.top);
      } else move(event.clientX - before.clientX, event.clientY - before.clientY);
      touching.set(event.pointerId, event);
    });
    for (const name of ["pointerup", "pointercancel"])
      pane.addEventListener(name, (event) => touching.delete(/** @type {PointerEvent} */ (event).pointerId));

    dialog.addEventListener("close", () => {
      svg.style.transform = "";
      home?.insertBefore(svg, after);
      if (stage instanceof HTMLElement) stage.style.minHeight = "";
      dialog.remove();
      hush();
      opener.focus();
    });
    // A link to another place, or of this page, closes the view that would hide it.
    dialog.addEventListener("click", (event) => {
      if (from(event, "svg a")) dialog.close();
    });
    (document.body ?? document.documentElement).append(dialog);
    pane.append(svg);
    dialog.showModal();
    pane.focus();
    fit();
  };

  /* The drawing as a file: with its icons, and the colours it is seen in. */

  /** @param {SVGSVGElement} svg @param {HTMLElement} figure */
  const save = (svg, figure) => {
    const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
    const style = getComputedStyle(svg);
    const names = ["ink", "line", "surface", "cluster", "ground", "halo"];
    const values = names.map((name) => `--ld-${name}:${style.getPropertyValue(`--ld-${name}`)}`);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("style", `${values.join(";")};color-scheme:${style.colorScheme};background:var(--ld-halo)`);
    for (const key of new Set([...svg.querySelectorAll("use")].map((use) => use.getAttribute("xlink:href")))) {
      const symbol = key && document.querySelector(key);
      if (symbol) copy.prepend(symbol.cloneNode(true));
    }
    const file = new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
    const link = make("a", { href: URL.createObjectURL(file), download: `${figure.dataset.diagram?.replace(/\W+/g, "-")}.svg` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.getAttribute("href") ?? ""), 10000);
  };

  /* Pointing at a node, or coming to it by keys: its tooltip, and what it is joined to. */

  /** @type {HTMLElement | null} */
  let tip = null;
  const hush = () => {
    tip?.remove();
    tip = null;
    for (const lit of document.querySelectorAll(".live-diagram .is-lit, .live-diagram .has-lit")) lit.classList.remove("is-lit", "has-lit");
  };
  /** @param {Event} event */
  const point = (event) => {
    if (from(event, ".live-diagram__tip")) return;
    const node = from(event, ".live-diagram g.node");
    if (node?.classList.contains("is-lit") && tip?.dataset.of === node.id) return;
    hush();
    const svg = node?.closest("svg");
    if (!(node instanceof SVGElement) || !svg) return;
    const id = node.dataset.node;
    const lit = new Set([id]);
    for (const edge of svg.querySelectorAll("g.edge")) {
      const { from: tail, to: head } = /** @type {SVGElement} */ (edge).dataset;
      if (tail !== id && head !== id) continue;
      edge.classList.add("is-lit");
      lit.add(tail).add(head);
    }
    if (lit.size > 1) {
      svg.classList.add("has-lit");
      for (const other of svg.querySelectorAll("g.node")) other.classList.toggle("is-lit", lit.has(/** @type {SVGElement} */ (other).dataset.node));
    }
    const around = node.closest(".live-diagram__pane, figure.live-diagram");
    if (!node.dataset.tip || !around) return;
    tip = make("div", { class: "live-diagram__tip", role: "tooltip", "data-of": node.id }, node.dataset.tip);
    around.append(tip);
    const [box, frame] = [node.getBoundingClientRect(), around.getBoundingClientRect()];
    const left = box.left + box.width / 2 - tip.offsetWidth / 2 - frame.left;
    tip.style.left = `${Math.max(0, Math.min(left, frame.width - tip.offsetWidth))}px`;
    tip.style.top = `${box.bottom - frame.top + 2}px`;
  };
  document.addEventListener("pointerover", point);
  document.addEventListener("focusin", point);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !tip) return;
    event.preventDefault(); // the large view stays open; Escape once more closes it
    hush();
  });

  equip();
  new MutationObserver(equip).observe(document.documentElement, { childList: true, subtree: true });
})();
