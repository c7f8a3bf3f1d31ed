// @ts-check
/* Figures of live-diagrams: a large view with zoom, tooltips, choices, steps, and the neighbours of a node.
   Without it, figures are complete but static. It listens on the document, so that it works for pages that
   replace each other (Material's instant navigation) and for a figure that is exchanged; only the buttons are
   added to each figure. */
(() => {
  if ("liveDiagrams" in window) return;
  Object.assign(window, { liveDiagrams: true });

  /** Parts of a page that light up with a node: links to it, and lines of code that declare it. */
  const THREAD = ".live-diagram__ref, .live-diagram__yaml";

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

  /* The button in each figure, and scrolling frames that the keyboard can reach. */

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
      if (!(figure instanceof HTMLElement)) continue;
      figure.dataset.ready = "";
      for (const stage of figure.querySelectorAll(".live-diagram__stage")) {
        const part = /** @type {HTMLElement} */ (stage.parentElement);
        const opener = button("⤢", `${figure.dataset.name}: look closer`, () => open(figure, part, opener));
        opener.className = "live-diagram__open";
        part.querySelector(".live-diagram__more")?.append(opener);
        walk(figure, part);
        scrolls.observe(stage);
      }
      follow();
    }
  };

  /* Choices: the controls open the drawing of their values, and the address of the page contains these. */

  const CHOICES = "form.live-diagram__choices";
  const follow = () => {
    const asked = new URLSearchParams(location.search);
    for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll(CHOICES))) {
      form.reset();
      let place = 0;
      for (const set of form.querySelectorAll("fieldset")) {
        const inputs = [...set.querySelectorAll("input")];
        for (const input of inputs) {
          const value = asked.get(input.name);
          if (value === input.value || (value && !inputs[1])) input.checked = value === input.value;
        }
        place = inputs[1] ? place * inputs.length + inputs.findIndex((input) => input.checked) : place * 2 + +inputs[0].checked;
      }
      for (const part of form.parentElement?.querySelectorAll("details[data-of]") ?? [])
        /** @type {HTMLDetailsElement} */ (part).open = part.matches(`[data-of~="${place}"]`);
    }
  };
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !from(event, CHOICES)) return;
    const url = new URL(location.href);
    url.searchParams.set(input.name, input.checked ? input.value : "off");
    history.pushState(history.state, "", url);
    follow();
  });
  addEventListener("popstate", follow);

  /* The large view: the drawing moves into a dialog, and back. */

  /** @param {HTMLElement} figure @param {HTMLElement} part @param {HTMLElement} opener */
  const open = (figure, part, opener) => {
    const drawings = [...part.querySelectorAll("svg.live-diagram__drawing")];
    // The window may be wide enough for the wide drawing where the column is not.
    const svg = drawings.find((drawing) => parseFloat(drawing.getAttribute("style")?.slice(10) ?? "") < innerWidth) ?? drawings.at(-1);
    if (!(svg instanceof SVGSVGElement)) return;
    const home = svg.parentElement;
    const after = svg.nextSibling;
    const { width, height } = svg.viewBox.baseVal;
    const steps = part.querySelector(".live-diagram__walk");
    const next = steps?.nextSibling ?? null;
    figure.style.minHeight = `${figure.offsetHeight}px`;
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
      if (act && (!event.key.startsWith("Arrow") || from(event, ".live-diagram__pane"))) {
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
      if (steps) part.insertBefore(steps, next);
      figure.style.minHeight = "";
      dialog.remove();
      hush();
      opener.focus();
    });
    // A link to another part of this page closes the view, which would hide that part.
    dialog.addEventListener("click", (event) => {
      if (from(event, "svg a")) dialog.close();
    });
    (document.body ?? document.documentElement).append(dialog);
    pane.append(svg);
    if (steps) dialog.append(steps);
    dialog.showModal();
    pane.focus();
    fit();
    Object.assign(pane, { view, show }); // for live.js, which exchanges the figure while it is open
  };

  /* The drawing as a file: with its icons, and the colours that it has on the page. */

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

  /* Walkthroughs: the list shows one step after another, and the drawings highlight it. */

  /** The highlighted edges of the current step, by drawing. @type {Map<Element, Element[]>} */
  const walking = new Map();
  /** The function that moves a walkthrough by some steps, by its element. @type {WeakMap<Element, (by: number) => void>} */
  const dots = new WeakMap();

  /** @param {HTMLElement} figure @param {HTMLElement} part */
  const walk = (figure, part) => {
    const place = part.querySelector(".live-diagram__walk");
    if (!place) return;
    const drawings = [...part.querySelectorAll("svg.live-diagram__drawing")];
    const items = [...place.querySelectorAll("ol > li")];
    let now = 0;
    let timer = 0;
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = "▶";
      play.setAttribute("aria-label", "Play");
    };
    /** @param {number} to */
    const go = (to) => {
      now = Math.min(items.length, Math.max(1, to));
      if (now === items.length) stop();
      items.forEach((item, at) => item.classList.toggle("is-now", at + 1 === now));
      count.textContent = `${now} of ${items.length}`;
      count.setAttribute("href", `#${items[now - 1].id}`);
      heard.textContent = `Step ${now} of ${items.length}: ${items[now - 1].textContent}`;
      for (const svg of drawings) {
        walking.set(svg, [...svg.querySelectorAll(`[data-steps~="${now}"], [data-steps~="-${now}"]`)]);
        for (const edge of svg.getClientRects().length ? walking.get(svg) ?? [] : []) travel(edge, now);
      }
      hush();
    };
    const play = button("▶", "Play", () => {
      if (timer) return stop();
      go(now % items.length + 1);
      timer = setInterval(() => (place.isConnected ? go(now + 1) : stop()), 3500);
      play.textContent = "❚❚";
      play.setAttribute("aria-label", "Pause");
    });
    /** @param {number} by */
    const step = (by) => {
      stop();
      go(now + by);
    };
    const count = make("a", { href: `#${items[0].id}` }, `${items.length} steps`);
    const heard = make("span", { class: "live-diagram__heard", role: "status" });
    place.prepend(make(
      "div",
      { class: "live-diagram__steps", role: "group", "aria-label": `${figure.dataset.name}: steps` },
      button("‹", "Previous step", () => step(-1)),
      play,
      button("›", "Next step", () => step(1)),
      count,
      heard,
    ));
    dots.set(place, step);
    const link = () => {
      const at = items.findIndex(({ id }) => [`#${id}`, `#${encodeURI(id)}`].includes(location.hash));
      if (at >= 0 && place.isConnected) go(at + 1);
    };
    addEventListener("hashchange", link);
    link();
  };

  /** Move a dot along an edge once, forwards or backwards. @param {Element} edge @param {number} step */
  const travel = (edge, step) => {
    const path = edge.querySelector("path");
    if (!path || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    dot.setAttribute("class", "live-diagram__goer");
    dot.setAttribute("r", "6");
    edge.append(dot);
    const back = /** @type {SVGElement} */ (edge).dataset.steps?.split(" ").includes(`-${step}`);
    const start = performance.now();
    /** @param {number} time */
    const move = (time) => {
      const done = Math.min(1, Math.max(0, time - start) / 1000);
      const at = path.getPointAtLength(path.getTotalLength() * (back ? 1 - done : done));
      dot.setAttribute("cx", `${at.x}`);
      dot.setAttribute("cy", `${at.y}`);
      if (done < 1 && edge.classList.contains("is-lit")) requestAnimationFrame(move);
      else dot.remove();
    };
    requestAnimationFrame(move);
  };

  document.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || from(event, ".live-diagram__stage[tabindex], input")) return;
    const place = from(event, "figure.live-diagram, dialog.live-diagram")?.querySelector(".live-diagram__walk");
    const step = place && dots.get(place);
    if (!step) return;
    event.preventDefault();
    step(by);
  });

  /* A node under the pointer, or with the focus: its tooltip, and the nodes that it is connected to. */

  /** @type {HTMLElement | null} */
  let tip = null;
  const hush = () => {
    tip?.remove();
    tip = null;
    for (const lit of document.querySelectorAll(".live-diagram .is-lit, .live-diagram .has-lit, .live-diagram__ref.is-lit, .live-diagram__yaml.is-lit")) lit.classList.remove("is-lit", "has-lit");
    for (const [svg, edges] of walking) {
      if (svg.isConnected) light(svg, edges);
      else walking.delete(svg);
    }
  };
  /** Highlight nodes, and edges with their nodes. @param {Element} svg @param {Iterable<Element>} parts */
  const light = (svg, parts) => {
    const lit = new Set(parts);
    for (const part of [...lit]) {
      const { from: tail, to: head } = /** @type {SVGElement} */ (part).dataset;
      for (const id of [tail, head]) for (const node of svg.querySelectorAll(`g.node[data-node="${CSS.escape(id ?? "")}"]`)) lit.add(node);
    }
    svg.classList.toggle("has-lit", lit.size > 0);
    for (const part of svg.querySelectorAll("g.node, g.edge")) part.classList.toggle("is-lit", lit.has(part));
  };
  /** @param {Event} event */
  const point = (event) => {
    if (from(event, ".live-diagram__tip")) return;
    const ref = from(event, THREAD);
    const node = from(event, ".live-diagram g.node");
    if (node?.classList.contains("is-lit") && tip?.dataset.of === node.id) return;
    hush();
    if (ref instanceof HTMLElement) {
      const { figure, node: id } = ref.dataset;
      const own = `[data-node="${CSS.escape(id ?? "")}"]`;
      for (const svg of document.querySelectorAll(`${figure ? `[data-diagram="${CSS.escape(figure)}"] ` : ""}.live-diagram__drawing`)) {
        light(svg, svg.querySelectorAll(`g.node${own}`));
      }
      for (const other of document.querySelectorAll(`:is(${THREAD})${own}`)) other.classList.add("is-lit");
    }
    const svg = node?.closest("svg");
    if (!(node instanceof SVGElement) || !svg) return;
    const own = `[data-node="${CSS.escape(node.dataset.node ?? "")}"]`;
    for (const other of document.querySelectorAll(`:is(${THREAD})${own}`)) other.classList.add("is-lit");
    const id = CSS.escape(node.dataset.node ?? "");
    const edges = [...svg.querySelectorAll(`g.edge[data-from="${id}"], g.edge[data-to="${id}"]`)];
    if (edges.length) light(svg, edges);
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
    event.preventDefault(); // the large view stays open; another Escape closes it
    hush();
  });

  equip();
  new MutationObserver(equip).observe(document.documentElement, { childList: true, subtree: true });
})();
