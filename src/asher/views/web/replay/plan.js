// This part: the plan and the signs as pictures, in the colours that the page has now.

const PERSON_M = 0.28;
const PLAN_COLOURS = ["floor", "solid", "wall", "door", "window", "exit", "stair", "changed", "collection"];
const PLAN_LINES = ["floor", "obstacles", "walls", "doors", "glass", "exits", "windows", "stairs", "changed"];

// Colours as page.css has them for light, dark and high-contrast pages; a canvas knows no variables.
function paletteOf(root, marks) {
  const probe = element("span", { class: "replay-probe" });
  root.append(probe);
  const names = new Set(PLAN_COLOURS.map((name) => `plan-${name}`));
  for (const mark of marks) [mark.fill, mark.stroke].forEach((name) => names.add(`sign-${name}`));
  const found = {};
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    found[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return found;
}

function linesOf(level) {
  return Object.fromEntries(PLAN_LINES.map((name) => [name, new Path2D(level[name])]));
}

// Draw a level; view says which part of it, scale how many pixels of the page a metre has.
function drawPlan(context, lines, palette, scale) {
  const pixel = 1 / scale;
  const stroke = (path, colour, width) => {
    context.strokeStyle = palette[`plan-${colour}`];
    context.lineWidth = width;
    context.stroke(path);
  };
  context.fillStyle = palette["plan-floor"];
  context.fill(lines.floor);
  context.fillStyle = palette["plan-solid"];
  context.fill(lines.obstacles);
  context.lineCap = "butt";
  stroke(lines.changed, "changed", Math.max(9 * pixel, 0.8));
  context.lineCap = "square";
  stroke(lines.walls, "wall", Math.max(1.5 * pixel, 0.12));
  context.lineCap = "butt";
  stroke(lines.doors, "door", pixel);
  // A light double line.
  stroke(lines.glass, "window", Math.max(4 * pixel, 0.2));
  stroke(lines.glass, "floor", Math.max(1.5 * pixel, 0.08));
  stroke(lines.windows, "window", Math.max(2 * pixel, 0.12));
  stroke(lines.exits, "exit", Math.max(4 * pixel, 0.3));
  context.setLineDash([0.3, 0.2]);
  stroke(lines.stairs, "stair", Math.max(3 * pixel, 0.25));
  context.setLineDash([]);
}

// Where the wounded are brought: a ring with a cross, in metres, never smaller than a finger sees.
function drawPoints(context, points, palette, scale) {
  const radius = Math.max(9 / scale, 0.9);
  context.strokeStyle = palette["plan-collection"];
  context.lineWidth = Math.max(2.5 / scale, 0.2);
  for (const [x, y] of points) {
    context.beginPath();
    context.arc(x, -y, radius, 0, 2 * Math.PI);
    context.moveTo(x - radius / 2, -y);
    context.lineTo(x + radius / 2, -y);
    context.moveTo(x, -y - radius / 2);
    context.lineTo(x, -y + radius / 2);
    context.stroke();
  }
}

// One small picture for each sign: hundreds of people are drawn from them in every frame.
function spritesOf(marks, palette, radius, dots) {
  return marks.map((mark) => {
    const size = radius * mark.size * dots;
    const half = Math.ceil(1.5 * size + 2);
    const canvas = document.createElement("canvas");
    canvas.width = 2 * half;
    canvas.height = 2 * half;
    const context = canvas.getContext("2d");
    context.translate(half, half);
    context.scale(size, size);
    context.lineJoin = "round";
    context.lineWidth = (1.4 * dots) / size;
    const shape = new Path2D(mark.path);
    if (mark.fill !== "none") {
      context.fillStyle = palette[`sign-${mark.fill}`];
      context.fill(shape);
    }
    if (mark.stroke !== "none") {
      context.strokeStyle = palette[`sign-${mark.stroke}`];
      if (mark.fill === "none") context.lineWidth = (2 * dots) / size;
      context.stroke(shape);
      if (mark.detail) {
        const detail = new Path2D(mark.detail);
        context.fillStyle = context.strokeStyle;
        context.fill(detail);
        context.stroke(detail);
      }
    }
    return { canvas, half };
  });
}
