/* Measures the contrast of what is painted in figures, by WCAG 2.2 (w3.org/TR/WCAG22/#dfn-contrast-ratio).
   Adds to measure.js; each function gives a list of faults in words. */
Object.assign(window.measure, (() => {
  const { SHAPES, every, named, box, card, middle, along } = window.measure;

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
    for (const text of every("text")) {
      for (const run of text.children.length ? [...text.children] : [text]) {
        const fill = colour(getComputedStyle(run).fill);
        const below = behind(text, middle(box(run)));
        const found = fill ? ratio(over(fill, below), below) : 0;
        if (!(found >= least)) faults.push(`${named(run)}: “${run.textContent}” has a contrast of ${found.toFixed(2)}`);
      }
    }
    return faults;
  }

  /* Every line of an edge, and the outline of every card, can be seen on what is behind it. */
  function lines(least = 3) {
    const faults = [];
    const shapes = [...every("g.edge :is(path, polygon, ellipse)"), ...every("g.node").map(card)].filter(Boolean);
    for (const shape of shapes) {
      const style = getComputedStyle(shape);
      const isCard = !shape.closest("g.edge");
      const paint = colour(style.stroke) ?? (isCard ? null : colour(style.fill));
      if (!paint) {
        if (!isCard) faults.push(`${named(shape)} is not painted`);
        continue; // a card without an outline: its words and its icon stand for themselves
      }
      const way = along(shape);
      const some = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => way[Math.floor(share * (way.length - 1))]);
      // What stands before the shape's own group, so that a card is not compared with itself.
      const part = shape.closest("g.edge, g.node");
      const found = Math.min(...some.map((point) => {
        const below = behind(part, point);
        return ratio(over(paint, below), below);
      }));
      if (!(found >= least)) faults.push(`${named(shape)}: a line has a contrast of ${found.toFixed(2)}`);
    }
    return faults;
  }

  /* Every icon can be made out: between its darkest and its lightest parts, ground included, is enough contrast. */
  async function pictures(least = 3) {
    const faults = new Map();
    const canvas = new OffscreenCanvas(48, 48);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    for (const use of every("use")) {
      const image = document.getElementById((use.getAttribute("xlink:href") ?? "").slice(1))?.querySelector("image");
      const probe = new Image();
      probe.src = image?.getAttribute("xlink:href") ?? "";
      if (!image || !(await probe.decode().then(() => true, () => false))) continue; // `icons` tells of it
      pen.fillStyle = `rgb(${behind(use, middle(box(use))).map(Math.round)})`;
      pen.fillRect(0, 0, 48, 48);
      pen.drawImage(probe, 4, 4, 40, 40);
      const { data } = pen.getImageData(0, 0, 48, 48);
      const levels = [];
      for (let at = 0; at < data.length; at += 4) levels.push(luminance([data[at], data[at + 1], data[at + 2]]));
      levels.sort((a, b) => a - b);
      const [dark, light] = [0.04, 0.96].map((share) => levels[Math.floor(share * levels.length)]);
      const found = (light + 0.05) / (dark + 0.05);
      if (!(found >= least)) faults.set(named(use), `${named(use)} has an icon with a contrast of ${found.toFixed(2)}`);
    }
    return [...faults.values()];
  }

  return { contrast, lines, pictures };
})());
