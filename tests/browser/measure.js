/* Measures the figures of a page as they are painted. Each function gives a list of faults in words.
   All lengths are CSS pixels on the screen. */
window.measure = (() => {
  const NEAR = 3;
  const SHAPES = "rect, path, polygon, polyline, ellipse, circle";

  const figures = () => [...document.querySelectorAll("figure.live-diagram")];
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
        const drawing = figure.querySelector("svg.live-diagram__drawing");
        return !drawing || !shown(drawing) || [figure, drawing].some((e) => box(e).width < 1 || box(e).height < 1);
      })
      .map((figure) => `${named(figure)} is not to be seen`);
  }

  /* Every icon is painted: its symbol is there, its image can be decoded, and it has a size. */
  async function icons() {
    const faults = [];
    for (const use of figures().flatMap((figure) => [...figure.querySelectorAll("use")])) {
      const symbol = document.getElementById((use.getAttribute("href") ?? "").slice(1));
      const image = symbol && symbol.querySelector("image");
      if (!image) {
        faults.push(`${named(use)} refers to no icon`);
        continue;
      }
      const probe = new Image();
      probe.src = image.getAttribute("href");
      await probe.decode().catch(() => null);
      if (!probe.naturalWidth) faults.push(`${named(use)} has an icon that cannot be decoded`);
      else if (box(use).width < 8 || box(use).height < 8) faults.push(`${named(use)} has an icon without a size`);
    }
    return faults;
  }

  const colour = (text) => {
    const parts = (text.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    if (!/^rgba?\(/.test(text) || parts.length < 3) return null;
    return { rgb: parts.slice(0, 3), alpha: parts[3] ?? 1 };
  };
  const over = (top, below) => below.map((value, i) => top.rgb[i] * top.alpha + value * (1 - top.alpha));
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, two) => {
    const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  /* What a page paints behind an element. */
  const ground = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const own = colour(getComputedStyle(e).backgroundColor);
      if (own && own.alpha) layers.unshift(own);
    }
    return layers.reduce((below, top) => over(top, below), [255, 255, 255]);
  };

  /* What a drawing paints behind a point, before an element. */
  const behind = (element, point) => {
    const svg = element.closest("svg");
    return [...svg.querySelectorAll(SHAPES)]
      .filter((s) => s.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
      .reduce((below, shape) => {
        const style = getComputedStyle(shape);
        const fill = colour(style.fill);
        if (!fill) return below;
        const local = new DOMPoint(point.x, point.y).matrixTransform(shape.getScreenCTM().inverse());
        const alpha = fill.alpha * Number(style.fillOpacity) * Number(style.opacity);
        return shape.isPointInFill(local) ? over({ rgb: fill.rgb, alpha }, below) : below;
      }, ground(svg));
  };

  /* Every label can be read on what is behind it. */
  function contrast(least = 4.5) {
    const faults = [];
    for (const text of figures().flatMap((f) => [...f.querySelectorAll("svg.live-diagram__drawing text")])) {
      for (const run of text.children.length ? [...text.children] : [text]) {
        const fill = colour(getComputedStyle(run).fill);
        const below = behind(text, middle(box(run)));
        const found = fill ? ratio(over(fill, below), below) : 0;
        if (!(found >= least)) faults.push(`${named(run)}: “${run.textContent}” has a contrast of ${found.toFixed(2)}`);
      }
    }
    return faults;
  }

  /* Every label of a node fits its card. */
  function labels() {
    const faults = [];
    for (const node of figures().flatMap((figure) => [...figure.querySelectorAll("g.node")])) {
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
    for (const drawing of document.querySelectorAll("svg.live-diagram__drawing")) {
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
    for (const drawing of document.querySelectorAll("svg.live-diagram__drawing")) {
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
          const away = Math.min(...[outline, ...around].map((shape) => distance(tips, outlineOf(shape))));
          if (away > NEAR) faults.push(`${named(edge)} ends ${away.toFixed(1)} px from ${id}`);
        }
      }
    }
    return faults;
  }

  /* The page does not scroll sideways. */
  function sideways() {
    const page = document.scrollingElement;
    const more = page.scrollWidth - page.clientWidth;
    return more > 0 ? [`the page is ${more} px wider than its window`] : [];
  }

  return { visible, icons, contrast, labels, overlaps, edges, sideways, count: () => figures().length };
})();
