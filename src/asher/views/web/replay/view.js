// This part: which piece of the plan is seen, the same for all courses of action shown.

const MOST_ZOOM = 16;
const ZOOM_STEP = 1.5;

class View {
  // bounds: left, top, right, bottom [m], y down.
  constructor(bounds, changed) {
    [this.left, this.top, this.right, this.bottom] = bounds;
    this.changed = changed;
    this.size = [1, 1];
    this.reset();
  }

  get aspect() {
    return (this.right - this.left) / (this.bottom - this.top);
  }

  // Pixels of the page a metre has.
  get scale() {
    const [width, height] = this.size;
    const fitted = Math.min(width / (this.right - this.left), height / (this.bottom - this.top));
    return fitted * this.zoom;
  }

  reset() {
    this.zoom = 1;
    this.x = (this.left + this.right) / 2;
    this.y = (this.top + this.bottom) / 2;
    this.changed();
  }

  resize(width, height) {
    this.size = [width, height];
    this.settle();
  }

  // Zoom about a point of the picture [px from its middle].
  zoomBy(factor, dx = 0, dy = 0) {
    const before = this.scale;
    this.zoom = Math.max(1, Math.min(MOST_ZOOM, this.zoom * factor));
    if (this.zoom < 1.001) this.zoom = 1;
    const moved = 1 / before - 1 / this.scale;
    this.x += dx * moved;
    this.y += dy * moved;
    this.settle();
    this.changed();
  }

  panBy(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.settle();
    this.changed();
  }

  // The plan never leaves the picture.
  settle() {
    const within = (at, low, high, seen) => {
      const half = Math.min(seen / this.scale, high - low) / 2;
      return Math.max(low + half, Math.min(high - half, at));
    };
    this.x = within(this.x, this.left, this.right, this.size[0]);
    this.y = within(this.y, this.top, this.bottom, this.size[1]);
  }

  // From metres to pixels of a canvas.
  place(context, dots) {
    const s = this.scale * dots;
    const [width, height] = this.size;
    context.setTransform(s, 0, 0, s, (width * dots) / 2 - this.x * s, (height * dots) / 2 - this.y * s);
  }

  // Wheel with ctrl (which is also a pinch on a touch pad), two fingers, drag.
  listen(stage) {
    const held = new Map();
    const from = (event) => {
      const box = stage.getBoundingClientRect();
      return [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
    };
    const gap = () => {
      const [one, other] = [...held.values()];
      return other ? Math.hypot(one[0] - other[0], one[1] - other[1]) : 0;
    };
    stage.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.zoomBy(Math.exp(-Math.max(-50, Math.min(50, event.deltaY)) / 100), ...from(event));
    }, { passive: false });
    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      held.set(event.pointerId, from(event));
      if (this.zoom > 1 || held.size > 1) stage.setPointerCapture(event.pointerId);
    });
    stage.addEventListener("pointermove", (event) => {
      const was = held.get(event.pointerId);
      if (!was) return;
      const now = from(event);
      const before = gap();
      held.set(event.pointerId, now);
      if (held.size === 2 && before > 0) this.zoomBy(gap() / before, ...now);
      else if (held.size === 1 && this.zoom > 1) this.panBy(now[0] - was[0], now[1] - was[1]);
    });
    for (const over of ["pointerup", "pointercancel", "lostpointercapture"]) {
      stage.addEventListener(over, (event) => held.delete(event.pointerId));
    }
  }
}
