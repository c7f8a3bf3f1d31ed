/* Measures the figures of a page as they are painted. Each function gives a list of faults in words.
   All lengths are CSS pixels on the screen. */
window.measure = (() => {
  const NEAR = 3;
  const SHAPES = "rect, path, polygon, polyline, ellipse, circle";

  const figures = () => [...document.querySelectorAll("figure.live-diagram")];
  /* Of the drawings of a figure a reader sees one. */
  const drawings = () => [...document.querySelectorAll("svg.live-diagram__drawing")].filter((d) => d.checkVisibility() && d.getClientRects().length);
  const every = (selector) => drawings().flatMap((drawing) => [...drawing.querySelectorAll(selector)]);
  const named = (element) => {
    const figure = element.closest("figure.live-diagram");
    const part = element.closest("g.node, g.edge, g.cluster");
    const data = part ? part.dataset : {};
    const name = data.node ?? data.cluster ?? (data.from ? `${data.from} -> ${data.to}` : "");
    return `${figure ? figure.dataset.diagram : "?"}${name ? `: ${name}` : ""}`;
  };
  const box = (element) => element.getBoundingClientRect();
  const area = (element) => box(element).width * box(element).height;
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  /* The outline that a reader takes for the node's or cluster's own: its largest shape. */
  const card = (part) =>
    [...part.querySelectorAll(SHAPES)].reduce((best, s) => (!best || area(s) > area(best) ? s : best), null);

  /* Points of a shape on the screen, at those lengths along it. */
  const points = (shape, lengths) => {
    const place = shape.getScreenCTM();
    return lengths.map((at) => shape.getPointAtLength(at).matrixTransform(place));
  };
  const along = (shape) => points(shape, [...Array(Math.ceil(shape.getTotalLength())).keys()]);
  const corners = (polygon) => {
    const place = polygon.getScreenCTM();
    return [...polygon.points].map((point) => point.matrixTransform(place));
  };
  const ends = (line) => points(line, [0, line.getTotalLength()]);

  const distance = (some, others) => {
    let least = Infinity;
    for (const p of some) for (const q of others) least = Math.min(least, (p.x - q.x) ** 2 + (p.y - q.y) ** 2);
    return Math.sqrt(least);
  };

  const inside = (point, rect) =>
    point.x >= rect.left && point.x <= rect.right && point.y >= rect.top && point.y <= rect.bottom;
  const middle = (rect) => ({ x: (rect.left + rect.right) / 2, y: (rect.top + rect.bottom) / 2 });

  /* Every figure is there to be seen, with a size. */
  function visible() {
    return figures()
      .filter((figure) => {
        const seen = drawings().filter((drawing) => figure.contains(drawing));
        return seen.length !== 1 || !shown(seen[0]) || [figure, seen[0]].some((e) => box(e).width < 1 || box(e).height < 1);
      })
      .map((figure) => `${named(figure)} is not to be seen`);
  }

  /* Every icon is painted: its symbol is there, its image can be decoded, and it has a size. */
  async function icons() {
    const faults = [];
    for (const use of every("use")) {
      const symbol = document.getElementById((use.getAttribute("xlink:href") ?? "").slice(1));
      const image = symbol && symbol.querySelector("image");
      if (!image) {
        faults.push(`${named(use)} refers to no icon`);
        continue;
      }
      const probe = new Image();
      probe.src = image.getAttribute("xlink:href");
      await probe.decode().catch(() => null);
      if (!probe.naturalWidth) faults.push(`${named(use)} has an icon that cannot be decoded`);
      else if (box(use).width < 8 || box(use).height < 8) faults.push(`${named(use)} has an icon without a size`);
    }
    return faults;
  }

  /* Every label of a node fits its card. */
  function labels() {
    const faults = [];
    for (const node of every("g.node")) {
      const outline = card(node);
      if (!outline) continue;
      const around = box(outline);
      for (const text of node.querySelectorAll("text")) {
        const own = box(text);
        const beyond = Math.max(around.left - own.left, own.right - around.right);
        if (beyond > 0.5) faults.push(`${named(node)}: “${text.textContent}” is ${beyond.toFixed(1)} px too wide`);
      }
    }
    return faults;
  }

  /* No two cards of a drawing lie on each other. */
  function overlaps() {
    const faults = [];
    for (const drawing of drawings()) {
      const nodes = [...drawing.querySelectorAll("g.node")].map((node) => [node, box(card(node) ?? node)]);
      nodes.forEach(([node, one], i) => {
        for (const [other, two] of nodes.slice(i + 1)) {
          const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
          const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
          if (across > 0.5 && down > 0.5) faults.push(`${named(node)} lies on ${other.dataset.node}`);
        }
      });
    }
    return faults;
  }

  /* Every edge ends at the outlines of its nodes, or of a cluster around one (`lhead`, `ltail`). */
  function edges() {
    const faults = [];
    const known = new Map();
    const outlineOf = (shape) => {
      if (!known.has(shape)) known.set(shape, along(shape));
      return known.get(shape);
    };
    for (const drawing of drawings()) {
      const clusters = [...drawing.querySelectorAll("g.cluster")].map(card).filter(Boolean);
      const node = (id) => drawing.querySelector(`g.node[data-node="${CSS.escape(id)}"]`);
      for (const edge of drawing.querySelectorAll("g.edge")) {
        const line = edge.querySelector("path");
        if (!line) {
          faults.push(`${named(edge)} has no line`);
          continue;
        }
        const tips = ends(line);
        for (const head of edge.querySelectorAll("polygon")) tips.push(...corners(head));
        for (const head of edge.querySelectorAll("ellipse")) tips.push(...along(head));
        for (const id of [edge.dataset.from, edge.dataset.to]) {
          const outline = node(id) && card(node(id));
          if (!outline) {
            faults.push(`${named(edge)} leads to no card: ${id}`);
            continue;
          }
          const around = clusters.filter((c) => inside(middle(box(outline)), box(c)));
          const ink = [line, outline].reduce((sum, shape) => sum + parseFloat(getComputedStyle(shape).strokeWidth) / 2, 0);
          const away = Math.min(...[outline, ...around].map((shape) => distance(tips, outlineOf(shape)))) - ink;
          if (away > NEAR) faults.push(`${named(edge)} ends ${away.toFixed(1)} px from ${id}`);
        }
      }
    }
    return faults;
  }

  /* No label lies on another, nor on the line of an edge; its own passes behind it, and has a halo. */
  function crossings() {
    const faults = [];
    const within = (element) => {
      const { left, right, top, bottom, height } = box(element);
      return { left: left + 1, right: right - 1, top: top + height / 5, bottom: bottom - height / 5 };
    };
    for (const drawing of drawings()) {
      const words = [...drawing.querySelectorAll("text")].map((text) => [text, within(text)]);
      words.forEach(([text, one], i) => {
        for (const [other, two] of words.slice(i + 1)) {
          const apart = one.right <= two.left || two.right <= one.left || one.bottom <= two.top || two.bottom <= one.top;
          if (!apart) faults.push(`${named(text)}: “${text.textContent}” lies on “${other.textContent}”`);
        }
      });
      for (const line of drawing.querySelectorAll("g.edge path")) {
        const own = line.closest("g.edge");
        const way = along(line);
        for (const [text, one] of words) {
          if (own.contains(text) && getComputedStyle(text).paintOrder.startsWith("stroke")) continue;
          if (way.some((point) => inside(point, one))) faults.push(`${named(line)} crosses “${text.textContent}”`);
        }
      }
    }
    return faults;
  }

  /* Whether a drawing is as large as its column lets it be, and no other drawing of it could be read there.
     The stylesheet knows widths in steps of 40 pixels. */
  const isLargest = (drawing) => {
    const stage = drawing.closest(".live-diagram__stage");
    if (!stage || box(drawing).width < stage.clientWidth - 2 * parseFloat(getComputedStyle(stage).paddingLeft) - 1) return false;
    return ![...stage.querySelectorAll("svg.live-diagram__drawing")].some((other) => {
      const needed = (parseFloat(getComputedStyle(other).minWidth) * 11) / 9 + 40;
      const isAllowed = !other.matches("[class$=narrow]") || stage.clientWidth < 480;
      return other !== drawing && isAllowed && needed <= stage.clientWidth && !stage.closest("figure.wide");
    });
  };

  /* No text is painted smaller than can be read, in CSS pixels; in a column too narrow for that, not below 9. */
  function small() {
    const faults = [];
    for (const run of every("text, tspan")) {
      if (![...run.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) continue;
      const { a, b } = run.getScreenCTM();
      const size = parseFloat(getComputedStyle(run).fontSize) * Math.hypot(a, b);
      if (size < (isLargest(run.closest("svg.live-diagram__drawing")) ? 9 : 11) - 0.05)
        faults.push(`${named(run)}: “${run.textContent}” is painted with ${size.toFixed(1)} px`);
    }
    return faults;
  }

  /* The page does not scroll sideways. */
  function sideways() {
    const page = document.scrollingElement;
    const more = page.scrollWidth - page.clientWidth;
    return more > 0 ? [`the page is ${more} px wider than its window`] : [];
  }

  return {
    ...{ visible, icons, labels, overlaps, edges, crossings, small, sideways, count: () => figures().length },
    ...{ SHAPES, every, named, box, card, middle, along }, // for contrast.js
  };
})();
