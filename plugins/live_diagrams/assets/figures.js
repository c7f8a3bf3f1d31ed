/* Figures of live-diagrams: a large view, tooltips, choices, steps and questions. Without it, figures are complete but
   static. The document listens, also for figures that arrive later (Material's instant navigation). */
(() => {
  const loaded = Symbol.for("live-diagrams"); // no element can have it as its id
  if (window[loaded]) return;
  window[loaded] = true;
  const all = (root, selector) => [...(root?.querySelectorAll(selector) ?? [])];
  const make = (tag, attrs = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const name in attrs) element.setAttribute(name, attrs[name]);
    element.append(...inside);
    return element;
  };
  /** Return a message in the language of a figure, which carries all that is not English. */
  const say = (figure, message, values) => {
    const text = JSON.parse(figure?.dataset.words ?? "{}")[message] ?? message;
    return text.replace(/{(\w+)}/g, (_, key) => values[key]);
  };
  const makeButton = (text, label, act, attrs = { title: label }) => {
    const button = make("button", { type: "button", "aria-label": label, ...attrs }, text);
    button.addEventListener("click", act);
    return button;
  };
  const findTarget = (event, selector) => event.target.closest?.(selector);
  const byData = (name, id = "") => `[data-${name}="${CSS.escape(id)}"]`;
  const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;
  const isVisible = (element) => element.getClientRects().length > 0;
  const isMotionReduced = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** Tell the stylesheet, and readers who do not see it, where a frame that scrolls goes on. */
  const markScrolling = (stage) => {
    const figure = stage.closest("figure");
    const rest = stage.scrollWidth - stage.clientWidth;
    const attrs = {
      role: "group",
      "aria-label": say(figure, "{name}: scrolls sideways", figure?.dataset),
      "data-more": `${stage.scrollLeft > 1 ? "before" : ""} ${stage.scrollLeft < rest - 1 ? "after" : ""}`,
    };
    for (const name in attrs) {
      if (rest > 1) stage.setAttribute(name, attrs[name]);
      else stage.removeAttribute(name);
    }
  };
  const resizes = new ResizeObserver((entries) => entries.forEach(({ target }) => markScrolling(target)));
  document.addEventListener("scroll", (event) => {
    const stage = findTarget(event, ".live-diagram__stage");
    if (stage) markScrolling(stage);
  }, true);

  /** Whether the end of a figure has arrived: something follows it, or the page is complete. */
  const isComplete = (figure) => {
    let node = figure;
    while (node && !node.nextSibling) node = node.parentNode;
    return node || document.readyState !== "loading";
  };

  const pen = make("canvas").getContext("2d", { willReadFrequently: true });
  /** Choose the scheme by what the page paints behind a figure. A ground too far from that of either is covered. */
  const matchGround = (figure) => {
    const layers = [];
    for (let at = figure.parentElement; at; at = at.parentElement) layers.unshift(getComputedStyle(at));
    const [{ colorScheme }] = layers;
    const isDarkCanvas = /dark/.test(colorScheme) && (!/light/.test(colorScheme) || matchMedia(DARK).matches);
    for (const colour of [isDarkCanvas ? "#121212" : "#fff", ...layers.map((style) => style.backgroundColor)]) {
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
    }
    const rgb = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    const [r, g, b] = rgb.map((part) => ((part / 255 + 0.055) / 1.055) ** 2.4);
    const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const isCovered = light > 0.0175 && light < 0.96;
    figure.dataset.scheme = light < 0.2 ? "dark" : "light";
    figure.toggleAttribute("data-own-ground", isCovered);
    figure.style.setProperty("--ld-page", `rgb(${rgb})`);
    if (isCovered) figure.style.removeProperty("--ld-halo");
    else figure.style.setProperty("--ld-halo", `rgb(${rgb})`);
  };
  const DARK = "(prefers-color-scheme: dark)";
  const matchGrounds = () => all(document, "figure.live-diagram").forEach(matchGround);
  matchMedia(DARK).addEventListener("change", matchGrounds);
  addEventListener("transitionend", ({ target }) => target.contains?.(document.querySelector("figure.live-diagram")) && matchGrounds());

  const addControls = () => {
    for (const figure of all(document, "figure.live-diagram:not([data-ready])").filter(isComplete)) {
      figure.dataset.ready = "";
      matchGround(figure);
      for (const stage of all(figure, ".live-diagram__stage")) {
        const part = stage.parentElement;
        const opener = makeButton("⤢", say(figure, "{name}: look closer", figure.dataset), () => open(figure, part, opener));
        opener.className = "live-diagram__open";
        part.querySelector(".live-diagram__more")?.append(opener);
        addSteps(figure, part);
        for (const form of all(part, ASK)) {
          form.querySelector("details").before(make("output"));
          for (const node of findOptions(form)) node.classList.add("is-option");
        }
        for (const svg of all(stage, DRAWING)) {
          for (const part of all(svg, "a, [tabindex]")) part.setAttribute("tabindex", "-1"); // reached by arrows
          svg.setAttribute("tabindex", "0");
        }
        resizes.observe(stage);
      }
      showChosen();
    }
  };

  /* Choices: the controls open the drawing of their values, and the address of the page contains these. */

  const CHOICES = ".live-diagram__choices"; // no form: names of controls would hide its methods
  const showChosen = () => {
    const query = new URLSearchParams(location.search);
    for (const form of all(document, CHOICES)) {
      let index = 0;
      for (const set of all(form, "fieldset")) {
        const inputs = all(set, "input");
        const value = query.get(inputs[0].dataset.choice);
        for (const input of inputs) input.checked = input.defaultChecked;
        for (const input of inputs) if (value === input.value || (value && !inputs[1])) input.checked = value === input.value;
        index = inputs[1] ? index * inputs.length + inputs.findIndex((input) => input.checked) : index * 2 + +inputs[0].checked;
      }
      for (const part of all(form.parentElement, "details[data-of]")) part.open = part.matches(`[data-of~="${index}"]`);
    }
  };
  document.addEventListener("change", (event) => {
    const input = findTarget(event, `${CHOICES} input`);
    if (!input) return;
    const url = new URL(location.href);
    url.searchParams.set(input.dataset.choice, input.checked ? input.value : "off");
    history.pushState(history.state, "", url);
    showChosen();
  });
  addEventListener("popstate", showChosen);

  /* The large view: the drawing moves into a dialog, and back. */
  const open = (figure, part, opener) => {
    const drawings = all(part, "svg.live-diagram__drawing");
    const svg = (innerWidth < 480 && drawings.find(isVisible)) || drawings[0];
    const home = svg.parentElement;
    const after = svg.nextSibling;
    const steps = part.querySelector(".live-diagram__walk");
    const next = steps?.nextSibling;
    const { width, height } = svg.viewBox.baseVal;
    figure.style.minHeight = `${figure.offsetHeight}px`;
    const view = { x: 0, y: 0, k: 1 };
    const { name, source, words } = figure.dataset;

    const show = () => (svg.style.transform = `translate(${view.x}px,${view.y}px) scale(${view.k})`);
    const fit = () => {
      const { clientWidth, clientHeight } = pane;
      view.k = Math.min(3, (clientWidth - 24) / width, (clientHeight - 24) / height);
      view.x = (clientWidth - width * view.k) / 2;
      view.y = (clientHeight - height * view.k) / 2;
      show();
    };
    const zoom = (by, x = pane.clientWidth / 2, y = pane.clientHeight / 2) => {
      const k = Math.min(8, Math.max(0.1, view.k * by));
      view.x = x - ((x - view.x) * k) / view.k;
      view.y = y - ((y - view.y) * k) / view.k;
      view.k = k;
      show();
    };
    const move = (x, y) => {
      view.x += x;
      view.y += y;
      show();
    };

    const pane = make("div", { class: "live-diagram__pane", tabindex: "0", role: "group", "aria-label": say(figure, "{name}: + and - zoom, arrows move, 0 fits", { name }) });
    const bar = make(
      "div",
      { class: "live-diagram__bar" },
      make("span", {}, name),
      makeButton("−", say(figure, "Zoom out"), () => zoom(1 / 1.3)),
      makeButton("+", say(figure, "Zoom in"), () => zoom(1.3)),
      makeButton(say(figure, "Fit"), say(figure, "Fit to the window"), fit),
      makeButton("SVG", say(figure, "Save as SVG"), () => save(svg, figure)),
      source ? make("a", { href: source, title: say(figure, "The script that draws this") }, say(figure, "Script")) : "",
      makeButton("✕", say(figure, "Close"), () => dialog.close()),
    );
    const dialog = make("dialog", { class: "live-diagram", "aria-label": name, "data-scheme": figure.dataset.scheme, ...(words && { "data-words": words }) }, bar, pane);

    pane.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = pane.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    dialog.addEventListener("keydown", (event) => {
      if (hasModifier(event)) return;
      const keys = {
        "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: fit,
        ArrowLeft: () => move(40, 0), ArrowRight: () => move(-40, 0), ArrowUp: () => move(0, 40), ArrowDown: () => move(0, -40),
      };
      const act = keys[event.key];
      if (act && (!event.key.startsWith("Arrow") || findTarget(event, ".live-diagram__pane"))) {
        event.preventDefault();
        act();
      }
    });
    const touches = new Map();
    pane.addEventListener("pointerdown", (event) => {
      touches.set(event.pointerId, event);
      if (!findTarget(event, "a")) pane.setPointerCapture(event.pointerId);
    });
    pane.addEventListener("pointermove", (event) => {
      const before = touches.get(event.pointerId);
      if (!before) return;
      const other = [...touches.values()].find((touch) => touch.pointerId !== event.pointerId);
      if (other) {
        const box = pane.getBoundingClientRect();
        const span = (touch) => Math.max(1, Math.hypot(touch.clientX - other.clientX, touch.clientY - other.clientY));
        zoom(span(event) / span(before), (event.clientX + other.clientX) / 2 - box.left, (event.clientY + other.clientY) / 2 - box.top);
      } else move(event.clientX - before.clientX, event.clientY - before.clientY);
      touches.set(event.pointerId, event);
    });
    for (const type of ["pointerup", "pointercancel"])
      pane.addEventListener(type, (event) => touches.delete(event.pointerId));

    dialog.addEventListener("close", () => {
      svg.style.transform = "";
      home.insertBefore(svg, after);
      if (steps) part.insertBefore(steps, next);
      figure.style.minHeight = "";
      dialog.remove();
      clearHighlights();
      opener.focus();
    });
    // A link to another part of this page closes the view, which would hide that part.
    dialog.addEventListener("click", (event) => {
      if (findTarget(event, "svg a")) dialog.close();
    });
    document.body.append(dialog);
    pane.append(svg);
    if (steps) dialog.append(steps);
    dialog.showModal();
    pane.focus();
    fit();
    Object.assign(pane, { view, show, zoom, move }); // for `reveal`, and for live.js
  };

  /** Save a drawing with its icons, and the colours that it has on the page. */
  const save = (svg, figure) => {
    const copy = svg.cloneNode(true);
    const shapes = all(svg, "[fill], [stroke]");
    all(copy, "[fill], [stroke]").forEach((shape, at) => {
      const style = getComputedStyle(shapes[at]);
      for (const name of ["fill", "stroke", "stroke-width"]) if (shape.hasAttribute(name)) shape.setAttribute(name, style[name]);
    });
    // A property at a time: a Content-Security-Policy may forbid the whole attribute.
    copy.style.background = getComputedStyle(svg).getPropertyValue("--ld-halo");
    for (const key of new Set(all(svg, "use").map((use) => use.getAttribute("xlink:href")))) {
      const symbol = key && document.querySelector(key);
      if (symbol) copy.prepend(symbol.cloneNode(true));
    }
    const file = new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
    const href = URL.createObjectURL(file);
    make("a", { href, download: `${figure.dataset.diagram?.replace(/\W+/g, "-")}.svg` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10000);
  };

  /* Keys walk the graph: Enter goes into a drawing, arrows lead along its edges from node to node, Escape leaves. */

  const DRAWING = "svg.live-diagram__drawing";
  const PART = ":is(g.node, g.edge)";
  /** The node whose edges are walked through, and which of their ends it is. */
  let origin = { side: "from", id: "" };
  const readWords = (part) => all(part, "text").map(({ textContent }) => textContent).join(" ");
  const readNode = (svg, id) => readWords(svg.querySelector(`g.node${byData("node", id)}`)) || id;
  /** Return a part in words: its label, the clusters around it, and what it is joined to. */
  const describe = (svg, part) => {
    const { from, to, node, tip: more } = part.dataset;
    const words = readWords(part);
    const figure = svg.closest(".live-diagram");
    if (!node) return say(figure, "{from} to {to}", { from: readNode(svg, from), to: readNode(svg, to) }) + (words && `: ${words}`);
    const box = part.getBoundingClientRect();
    const isAround = (other) => other.left <= box.left && other.right >= box.right && other.top <= box.top && other.bottom >= box.bottom;
    const clusters = all(svg, "g.cluster").filter((cluster) => isAround(cluster.getBoundingClientRect()));
    const joined = (side, other) => all(svg, `g.edge${byData(side, node)}`).map((edge) => readNode(svg, edge.dataset[other]));
    const lists = { "in {names}": clusters.map(({ dataset }) => dataset.cluster), "leads to {names}": joined("from", "to"), "from {names}": joined("to", "from") };
    const phrases = Object.entries(lists).filter(([, names]) => names[0]).map(([phrase, names]) => say(figure, phrase, { names: names.join(", ") }));
    return [words || node, more, ...phrases].filter(Boolean).join("; ");
  };
  const findNext = (svg, part, key) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[key];
    const side = { ArrowRight: "from", ArrowLeft: "to" }[key];
    const { node, from, to } = part.dataset;
    if (node && side) {
      origin = { side, id: node };
      return svg.querySelector(`g.edge${byData(side, node)}`);
    }
    if (side) return svg.querySelector(`g.node${byData("node", side === "from" ? to : from)}`);
    const others = all(svg, node ? "g.node" : `g.edge${byData(origin.side, origin.id)}`);
    return by && others[(others.indexOf(part) + by + others.length) % others.length];
  };
  document.addEventListener("keydown", (event) => {
    const svg = findTarget(event, DRAWING);
    if (!svg || hasModifier(event)) return;
    const part = findTarget(event, PART);
    const { key } = event;
    if (!(part ? /^(Arrow.*|Enter| |Escape)$/ : /^Enter$/).test(key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "Escape") {
      svg.setAttribute("role", "group");
      svg.focus();
    } else if (part && !key.startsWith("Arrow")) {
      (part.querySelector("a") ?? part).dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    } else {
      const next = part ? findNext(svg, part, key) : svg.querySelector("g.node");
      if (!next) return;
      svg.setAttribute("role", "application");
      next.removeAttribute("aria-hidden");
      const attrs = { tabindex: "-1", role: "group", "aria-label": describe(svg, next) };
      for (const name in attrs) next.setAttribute(name, attrs[name]);
      next.focus();
    }
  }, true);

  /* Questions: readers pick options, or nodes in the drawing; the answer then shows which are right. */

  const ASK = "form.live-diagram__ask";
  /** Return the nodes in all drawings for some of the options of a question. */
  const findOptions = (form, selector = "") =>
    all(form, `input[data-node]${selector}`).flatMap((input) => all(form.parentElement, `g.node${byData("node", input.dataset.node)}`));
  const showPicks = (form) => {
    const inputs = all(form, "input");
    const picked = findOptions(form, ":checked");
    for (const node of findOptions(form)) node.classList.toggle("is-picked", picked.includes(node));
    const isRight = inputs.every((input) => input.checked === input.matches("[data-right]"));
    const isAnswered = form.querySelector("[open]") && inputs.some((input) => input.checked);
    form.querySelector("output").textContent = isAnswered ? say(form.closest("figure"), isRight ? "Right." : "Not quite.") : "";
  };
  document.addEventListener("change", (event) => {
    const form = findTarget(event, ASK);
    if (form) showPicks(form);
  });
  document.addEventListener("toggle", (event) => {
    const form = findTarget(event, ASK);
    if (!form) return;
    showPicks(form);
    const right = findOptions(form, "[data-right]");
    for (const svg of all(form.parentElement, "svg.live-diagram__drawing")) {
      currentParts.set(svg, event.target.open ? right.filter((node) => svg.contains(node)) : []);
    }
    clearHighlights();
  }, true);
  document.addEventListener("click", (event) => {
    const node = findTarget(event, "g.is-option");
    if (node && !findTarget(event, "a")) all(node.closest(".live-diagram__stage")?.parentElement, `${ASK}:not(:has([open])) input${byData("node", node.dataset.node)}`)[0]?.click();
  });

  /* Walkthroughs: the list shows one step after another, and the drawings highlight it. */

  /** The edges of the current step, or the nodes of the answer, by drawing. */
  const currentParts = new Map();
  /** The function that moves a walkthrough by some steps, by its element. */
  const movers = new WeakMap();
  const addSteps = (figure, part) => {
    const list = part.querySelector(".live-diagram__walk");
    if (!list) return;
    const drawings = all(part, "svg.live-diagram__drawing");
    const items = all(list, "ol > li");
    const total = items.length;
    let current = 0;
    let timer = 0;
    const setTimer = (id, text, label) => {
      clearInterval(timer);
      timer = id;
      play.textContent = text;
      play.setAttribute("aria-label", say(figure, label));
    };
    const stop = () => setTimer(0, "▶", "Play");
    const go = (number) => {
      current = Math.min(total, Math.max(1, number));
      if (current === total) stop();
      items.forEach((item, at) => item.classList.toggle("is-now", at + 1 === current));
      list.scrollTop = 0;
      const { id } = items[current - 1];
      const words = all(items[current - 1], "p, .is-changed").map(({ textContent }) => textContent).join(" ");
      count.textContent = say(figure, "{current} of {total}", { current, total });
      count.setAttribute("href", `#${id}`);
      status.textContent = say(figure, "Step {current} of {total}: {words}", { current, total, words });
      for (const svg of drawings) currentParts.set(svg, all(svg, `[data-steps~="${current}"], [data-steps~="-${current}"]`));
      for (const dot of all(document, ".live-diagram__dot")) dot.remove();
      clearHighlights();
      for (const svg of drawings.filter(isVisible)) {
        reveal(svg);
        for (const edge of currentParts.get(svg) ?? []) moveDot(edge, current);
      }
    };
    const play = makeButton("▶", say(figure, "Play"), () => {
      if (timer) return stop();
      go((current % total) + 1);
      setTimer(setInterval(() => (list.isConnected ? go(current + 1) : stop()), 3500), "❚❚", "Pause");
    }, {});
    const step = (by) => {
      stop();
      go(current + by);
    };
    const count = make("a", { href: `#${items[0].id}` }, say(figure, "{total} steps", { total }));
    const status = make("span", { class: "live-diagram__status", role: "status" });
    // No native tooltips on these buttons: they would cover the words below.
    list.prepend(make(
      "div",
      { class: "live-diagram__steps", role: "group", "aria-label": say(figure, "{name}: steps", figure.dataset) },
      makeButton("‹", say(figure, "Previous step"), () => step(-1), {}),
      play,
      makeButton("›", say(figure, "Next step"), () => step(1), {}),
      count,
      status,
    ));
    movers.set(list, step);
    const openLinked = () => {
      const at = items.findIndex(({ id }) => [`#${id}`, `#${encodeURI(id)}`].includes(location.hash));
      if (at >= 0 && list.isConnected) go(at + 1);
    };
    addEventListener("hashchange", openLinked);
    openLinked();
  };

  /** Bring the highlighted nodes into sight: scroll the frame, or move the drawing in the large view. */
  const reveal = (svg) => {
    const frame = svg.closest(".live-diagram__stage, .live-diagram__pane");
    const nodes = all(svg, ".node.is-highlighted");
    if (!nodes[0]) return;
    const { view, zoom, move } = frame;
    const { transform } = getComputedStyle(svg);
    for (const animation of svg.getAnimations()) animation.cancel();
    // The least width is that at which the text can just be read.
    if (view) zoom(Math.max(1, parseFloat(getComputedStyle(svg).fontSize) / svg.viewBox.baseVal.width / view.k));
    const around = frame.getBoundingClientRect();
    /** Return how far the nodes are from the middle; 0 where they are in sight. */
    const measure = (start, end) => {
      const boxes = nodes.map((node) => node.getBoundingClientRect());
      const first = Math.min(...boxes.map((box) => box[start]));
      const last = Math.max(...boxes.map((box) => box[end]));
      return first < around[start] || last > around[end] ? (first + last - around[start] - around[end]) / 2 : 0;
    };
    const x = measure("left", "right");
    if (!view) return frame.scrollBy({ left: x, behavior: isMotionReduced() ? "instant" : "smooth" });
    move(-x, -measure("top", "bottom"));
    if (!isMotionReduced()) svg.animate({ transform: [transform, svg.style.transform] }, 300);
  };

  /** Move a dot along an edge once, forwards or backwards. */
  const moveDot = (edge, step) => {
    const path = edge.querySelector("path");
    if (!path || isMotionReduced()) return;
    const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    dot.setAttribute("class", "live-diagram__dot");
    dot.setAttribute("r", "6");
    edge.append(dot);
    dot.style.offsetPath = `path("${path.getAttribute("d")}")`;
    const direction = edge.matches(`[data-steps~="-${step}"]`) ? "reverse" : "normal";
    dot.animate({ offsetDistance: ["0%", "100%"] }, { duration: 1000, direction }).onfinish = () => dot.remove();
  };

  document.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || event.defaultPrevented || hasModifier(event) || findTarget(event, ".live-diagram__stage[data-more], input")) return;
    const list = findTarget(event, ".live-diagram")?.querySelector(".live-diagram__walk");
    const step = movers.get(list);
    if (!step) return;
    event.preventDefault();
    step(getComputedStyle(list).direction === "rtl" ? -by : by);
  });

  /* A node under the pointer, or with the focus: its tooltip, its neighbours, and the words on the page that name it. */

  /** Links to nodes, and lines of code that declare them. */
  const WORDS = ":is(.live-diagram__ref, .live-diagram__line)";
  let tip = null;
  const clearHighlights = () => {
    tip?.remove();
    tip = null;
    for (const element of all(document, ".is-highlighted, .has-highlights")) element.classList.remove("is-highlighted", "has-highlights");
    for (const [svg, parts] of currentParts) {
      if (svg.isConnected) highlight(svg, parts);
      else currentParts.delete(svg);
    }
  };
  /** Highlight nodes, and edges with their nodes. */
  const highlight = (svg, parts) => {
    const ends = parts.flatMap(({ dataset: { from, to } }) => [from, to]);
    const chosen = new Set([...parts, ...ends.flatMap((id) => all(svg, `g.node${byData("node", id)}`))]);
    svg.classList.toggle("has-highlights", chosen.size > 0);
    for (const part of all(svg, "g.node, g.edge")) part.classList.toggle("is-highlighted", chosen.has(part));
  };
  const point = (event) => {
    if (findTarget(event, ".live-diagram__tip")) return;
    const words = findTarget(event, WORDS);
    const node = findTarget(event, ".live-diagram g.node");
    const walked = findTarget(event, ".live-diagram g.edge:focus");
    if (node?.matches(".is-highlighted") && tip?.dataset.of === node.id) return;
    clearHighlights();
    if (walked) highlight(walked.closest("svg"), [walked]);
    const { figure, node: id } = (words ?? node)?.dataset ?? {};
    if (!id) return;
    for (const other of all(document, WORDS + byData("node", id))) other.classList.add("is-highlighted");
    if (words) {
      for (const svg of all(document, `${figure ? byData("diagram", figure) : ""} .live-diagram__drawing`)) {
        highlight(svg, all(svg, `g.node${byData("node", id)}`));
      }
    }
    if (!node) return;
    const svg = node.closest("svg");
    const edges = all(svg, `g.edge:is(${byData("from", id)}, ${byData("to", id)})`);
    if (edges.length) highlight(svg, edges);
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
    clearHighlights();
  });

  document.documentElement.dataset.liveDiagrams = ""; // now the stylesheet counts on controls
  addControls();
  document.addEventListener("readystatechange", addControls);
  new MutationObserver(addControls).observe(document.documentElement, { childList: true, subtree: true });
  // Themes switch schemes by an attribute of the page, or by another stylesheet.
  const switches = new MutationObserver(matchGrounds);
  for (const element of [document.documentElement, document.body].filter(Boolean)) switches.observe(element, { attributes: true });
  addEventListener("load", ({ target }) => target.localName === "link" && matchGrounds(), true);
})();
