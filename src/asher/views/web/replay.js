// The replay of recordings on a plan: plain ES module, Canvas 2D, no library.
// mountReplay(root, data) builds it inside an element; data is what asher.views.playback packs.

const SPEEDS = [1, 2, 5, 10, 30, 60, 120];
const PERSON_M = 0.28;
const STILL_S = 5; // a stretch without any change that is worth jumping over
const JUMP_M_S = 8; // faster than anybody runs: a change of place that is not a walk

export async function unpack(recording, nLevels) {
  const text = atob(recording.packed);
  const squeezed = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const stream = new Blob([squeezed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const { frames, people } = recording;
  const view = new DataView(bytes.buffer);
  const times = new Float64Array(frames);
  for (let f = 0, t = 0; f < frames; f += 1) {
    t += view.getInt32(4 * f, true);
    times[f] = t / 1000;
  }
  const n = 2 * people * frames;
  const low = bytes.subarray(4 * frames, 4 * frames + n);
  const high = bytes.subarray(4 * frames + n, 4 * frames + 2 * n);
  const places = new Int16Array(n); // wraps like the differences it sums
  for (let i = 0; i < n; i += 1) {
    const move = low[i] | (high[i] << 8);
    places[i] = i % frames === 0 ? move : places[i - 1] + move;
  }
  let from = 4 * frames + 2 * n;
  const status = bytes.subarray(from, from + people * frames);
  from += people * frames;
  const level = nLevels > 1 ? bytes.subarray(from, from + people * frames) : null;
  return { times, places, status, level, still: stillStretches(times, places, people) };
}

// Frames after which nothing changes until the next one, for a good while.
function stillStretches(times, places, people) {
  const frames = times.length;
  const still = new Uint8Array(frames);
  for (let f = 0; f + 1 < frames; f += 1) {
    still[f] = times[f + 1] - times[f] > STILL_S ? 1 : 0;
    for (let p = 0; p < people && still[f]; p += 1) {
      const x = 2 * p * frames + f;
      const y = x + frames;
      if (places[x] !== places[x + 1] || places[y] !== places[y + 1]) still[f] = 0;
    }
  }
  return still;
}

export function clock(seconds) {
  const whole = Math.floor(seconds + 1e-6);
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}

function spoken(seconds) {
  const whole = Math.floor(seconds + 1e-6);
  const minutes = Math.floor(whole / 60);
  const words = [];
  if (minutes) words.push(`${minutes} ${minutes === 1 ? "minute" : "minutes"}`);
  if (whole % 60 || !minutes) words.push(`${whole % 60} ${whole % 60 === 1 ? "second" : "seconds"}`);
  return words.join(" ");
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

let made = 0;

function selector(label, options, onChange) {
  made += 1;
  const id = `replay-select-${made}`;
  const select = element("select", { id });
  options.forEach(([value, text]) => select.append(element("option", { value }, text)));
  select.addEventListener("change", () => onChange(select.value));
  return { box: element("div", { class: "replay-field" }, element("label", { for: id }, label), select), select };
}

function button(text, label) {
  return element("button", { type: "button", "aria-label": label, title: label }, text);
}

class Replay {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.time = 0;
    this.speed = 5;
    this.playing = false;
    this.ready = null;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.paths = data.marks.map((mark) => new Path2D(mark.path));
    this.build();
    this.resizing = new ResizeObserver(() => this.fit());
    this.resizing.observe(this.stage);
    this.choose(data.recordings[0].course, data.recordings[0].replication);
  }

  build() {
    const { data } = this;
    this.byCourse = selector("Course of action", data.courses.map((c) => [c.name, c.title]), (value) =>
      this.choose(value, this.recording.replication));
    this.byReplication = selector("Replication", data.replications.map((r) => [String(r.number), r.label]), (value) =>
      this.choose(this.recording.course, Number(value)));
    this.bySpeed = selector("Speed", SPEEDS.map((s) => [String(s), `${s} \u00d7`]), (value) => {
      this.speed = Number(value);
    });
    this.bySpeed.select.value = String(this.speed);

    this.levels = data.levels.map((level) => this.buildLevel(level));
    this.stage = element("div", {
      class: "replay-stage",
      tabindex: "0",
      role: "group",
      "aria-label": "Plan with people. Space plays and pauses, arrow keys step, Home and End jump.",
    }, ...this.levels.map((level) => level.figure));

    this.playButton = button("Play", "Play");
    this.playButton.classList.add("replay-play");
    this.playButton.addEventListener("click", () => this.toggle());
    const back = button("\u2212 1 s", "One second back");
    const on = button("+ 1 s", "One second on");
    back.addEventListener("click", () => this.step(-1));
    on.addEventListener("click", () => this.step(1));
    this.clock = element("output", { class: "replay-clock", "aria-label": "Clock" }, "00:00");
    this.slider = element("input", { type: "range", min: "0", max: "1", step: "1", value: "0", "aria-label": "Time" });
    this.slider.addEventListener("input", () => this.seek(Number(this.slider.value)));
    this.jumps = element("div", { class: "replay-jumps", role: "group", "aria-label": "Jump to" });
    this.skips = element("input", { type: "checkbox" });
    this.skips.checked = true;
    const skips = element("label", { class: "replay-field" }, this.skips, "Jump over stretches in which nobody moves");
    this.note = element("p", { class: "replay-note" });
    this.counts = element("p", { class: "replay-counts" });
    this.said = element("p", { class: "visually-hidden", role: "status" });
    this.list = element("ol", { class: "replay-events", tabindex: "0", role: "list", "aria-label": "Events, in order of time" });
    this.events = element("div", { class: "replay-side" }, element("p", { class: "replay-label" }, "Events"), this.list);

    this.root.replaceChildren(
      element("div", { class: "replay-choice" }, this.byCourse.box, this.byReplication.box, this.bySpeed.box, skips),
      element("div", { class: "replay-body" }, element("div", { class: "replay-main" }, this.stage), this.events),
      element("div", { class: "replay-controls" }, this.playButton, back, on, this.slider, this.clock),
      this.jumps,
      this.note,
      this.counts,
      this.said,
    );
    this.onKey = (event) => this.key(event);
    this.root.addEventListener("keydown", this.onKey);
  }

  buildLevel(level) {
    const canvas = element("canvas", { role: "img", "aria-label": `Plan, ${level.name}; the events beside it tell the same in words` });
    const figure = element("figure", {}, canvas);
    if (this.data.levels.length > 1) figure.append(element("figcaption", {}, level.name));
    const lines = {};
    for (const name of ["floor", "obstacles", "walls", "doors", "exits", "windows", "stairs"]) {
      lines[name] = new Path2D(level[name]);
    }
    return { canvas, figure, lines, plan: null };
  }

  // Which recording

  async choose(course, replication) {
    const { data } = this;
    const chosen = data.recordings.find((r) => r.course === course && r.replication === replication);
    if (!chosen) return;
    this.pause();
    this.recording = chosen;
    this.byCourse.select.value = course;
    this.byReplication.select.value = String(replication);
    this.root.setAttribute("aria-busy", "true");
    const unpacked = await unpack(chosen, data.levels.length);
    if (this.recording !== chosen) return; // another was chosen meanwhile
    this.ready = unpacked;
    this.last = this.ready.times[this.ready.times.length - 1];
    this.slider.max = String(Math.ceil(this.last));
    this.listEvents();
    this.root.setAttribute("aria-busy", "false");
    this.fit();
    this.seek(Math.min(this.time, this.last));
  }

  listEvents() {
    const { events, milestones } = this.recording;
    this.items = events.map(([time, , text]) => {
      const item = element("li", {}, element("span", { class: "replay-when" }, clock(time)), element("span", {}, text));
      item.addEventListener("click", () => this.seek(time));
      return item;
    });
    this.list.replaceChildren(...(this.items.length ? this.items : [element("li", {}, "None in this replication.")]));
    this.jumps.replaceChildren(...milestones.map(([label, time]) => {
      const jump = element("button", { type: "button" }, `${label} `, element("span", {}, clock(time)));
      jump.addEventListener("click", () => this.seek(time));
      return jump;
    }));
    this.jumps.hidden = milestones.length === 0;
    this.current = -2;
  }

  // Time

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (!this.ready) return;
    if (this.time >= this.last) this.seek(0);
    this.playing = true;
    this.label("Pause");
    let before = null;
    let waited = 0;
    const tick = (now) => {
      if (!this.playing) return;
      const passed = before === null ? 0 : Math.min(0.25, (now - before) / 1000);
      before = now;
      waited += passed * this.speed;
      // Those who ask for less motion get whole seconds, at most two pictures a second.
      const due = this.still.matches ? Math.max(1, this.speed / 2) : 0;
      if (waited > due) {
        this.seek(this.time + waited, true);
        waited = 0;
      }
      this.skip();
      if (this.time >= this.last) this.pause();
      else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  // A stretch in which nobody moves, such as a wait of half an hour, is jumped over.
  skip() {
    const frame = this.frame();
    if (!this.skips.checked || !this.ready.still[frame]) return;
    const following = Math.min(
      this.ready.times[frame + 1],
      ...this.recording.events.map(([time]) => time).filter((time) => time > this.time + 1e-6),
    );
    if (following - this.time <= STILL_S) return;
    this.note.textContent = `Jumped over ${spoken(following - this.time)} in which nobody moved.`;
    clearTimeout(this.noted);
    this.noted = setTimeout(() => { this.note.textContent = ""; }, 4000);
    this.seek(following - 1, true);
  }

  pause() {
    this.playing = false;
    this.label("Play");
    if (this.ready) this.say();
  }

  label(text) {
    this.playButton.textContent = text;
    this.playButton.setAttribute("aria-label", text);
    this.playButton.title = text;
  }

  step(seconds) {
    this.pause();
    this.seek((seconds > 0 ? Math.floor(this.time + 1e-6) : Math.ceil(this.time - 1e-6)) + seconds);
  }

  seek(time, quiet = false) {
    if (!this.ready) return;
    this.time = Math.max(0, Math.min(this.last, time));
    this.slider.value = String(Math.floor(this.time + 1e-6));
    this.slider.setAttribute("aria-valuetext", spoken(this.time));
    this.clock.textContent = clock(this.time);
    this.markEvent();
    this.draw();
    if (!quiet && !this.playing) this.say();
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const tag = event.target.tagName;
    if (tag === "SELECT" || event.target === this.skips) return;
    if (event.target === this.list && event.key !== " ") return; // its arrows scroll
    const by = event.shiftKey ? 10 : 1;
    const acts = {
      " ": () => this.toggle(),
      ArrowRight: () => this.step(by),
      ArrowUp: () => this.step(by),
      ArrowLeft: () => this.step(-by),
      ArrowDown: () => this.step(-by),
      PageUp: () => this.step(60),
      PageDown: () => this.step(-60),
      Home: () => { this.pause(); this.seek(0); },
      End: () => { this.pause(); this.seek(this.last); },
    };
    if (!(event.key in acts) || (event.key === " " && tag === "BUTTON")) return;
    event.preventDefault();
    acts[event.key]();
  }

  markEvent() {
    const { events } = this.recording;
    let current = -1;
    while (current + 1 < events.length && events[current + 1][0] <= this.time + 1e-6) current += 1;
    if (current === this.current) return;
    this.current = current;
    this.items.forEach((item, i) => {
      item.classList.toggle("past", i < current);
      if (i === current) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    const item = this.items[Math.max(0, current)];
    if (!item) return;
    const middle = item.offsetTop - this.list.offsetTop - this.list.clientHeight / 2;
    this.list.scrollTop = Math.max(0, middle);
  }

  // Picture

  frame() {
    const { times } = this.ready;
    let low = 0;
    let high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= this.time + 1e-9) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  count() {
    const { data, ready, recording } = this;
    const frame = this.frame();
    const counts = data.marks.map(() => 0);
    for (let p = 0; p < recording.people; p += 1) {
      const kind = data.mark_of[recording.role[p]][ready.status[p * recording.frames + frame]];
      if (kind >= 0) counts[kind] += 1;
    }
    // "Occupants: 36 out, 8 hiding"; a mark's label is "Role, state".
    const groups = new Map();
    data.marks.forEach((mark, i) => {
      if (counts[i] === 0) return;
      const [role, state] = mark.label.split(", ");
      if (!groups.has(role)) groups.set(role, []);
      groups.get(role).push([counts[i], state]);
    });
    return [...groups];
  }

  say() {
    const words = this.count()
      .map(([role, states]) => `${role}s: ${states.map(([n, state]) => `${n} ${state}`).join(", ")}`)
      .join("; ");
    this.said.textContent = `${spoken(this.time)}. ${words}.`;
  }

  fit() {
    if (!this.ready) return;
    const [left, low, right, high] = this.data.bounds_m;
    const several = this.levels.length > 1 && this.stage.clientWidth > 640;
    const room = several ? this.stage.clientWidth / this.levels.length - 12 : this.stage.clientWidth;
    const scale = Math.min(room / (right - left), 640 / (high - low));
    this.scale = scale;
    this.dots = window.devicePixelRatio || 1;
    for (const level of this.levels) {
      const width = Math.floor((right - left) * scale);
      const height = Math.floor((high - low) * scale);
      level.canvas.style.width = `${width}px`;
      level.canvas.style.height = `${height}px`;
      level.canvas.width = Math.round(width * this.dots);
      level.canvas.height = Math.round(height * this.dots);
      level.plan = this.drawPlan(level);
    }
    this.draw();
  }

  place(context) {
    const [left, , , high] = this.data.bounds_m;
    const s = this.scale * this.dots;
    context.setTransform(s, 0, 0, s, -left * s, high * s);
  }

  drawPlan({ canvas, lines }) {
    const plan = document.createElement("canvas");
    plan.width = canvas.width;
    plan.height = canvas.height;
    const context = plan.getContext("2d");
    this.place(context);
    const pixel = 1 / this.scale;
    const stroke = (path, colour, width) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke(path);
    };
    context.fillStyle = "#f4f5f6";
    context.fill(lines.floor);
    context.fillStyle = "#d9dde1";
    context.fill(lines.obstacles);
    context.lineCap = "square";
    stroke(lines.walls, "#1b1f24", Math.max(1.5 * pixel, 0.12));
    context.lineCap = "butt";
    stroke(lines.doors, "#aeb6bd", pixel);
    stroke(lines.windows, "#6fa3c8", Math.max(2 * pixel, 0.12));
    stroke(lines.exits, "#007a5e", Math.max(4 * pixel, 0.3));
    context.setLineDash([0.3, 0.2]);
    stroke(lines.stairs, "#6b7680", Math.max(3 * pixel, 0.25));
    return plan;
  }

  draw() {
    const { data, ready, recording } = this;
    if (!ready || !this.scale) return;
    const frame = this.frame();
    const { frames, people } = recording;
    const next = Math.min(frame + 1, frames - 1);
    const span = ready.times[next] - ready.times[frame];
    const share = span > 0 ? (this.time - ready.times[frame]) / span : 0;
    const shown = this.levels.map(() => data.marks.map(() => []));
    for (let p = 0; p < people; p += 1) {
      const kind = data.mark_of[recording.role[p]][ready.status[p * frames + frame]];
      if (kind < 0) continue;
      const at = 2 * p * frames + frame;
      const after = at - frame + next;
      const floor = ready.level ? ready.level[p * frames + frame] : 0;
      let x = ready.places[at];
      let y = ready.places[at + frames];
      const dx = ready.places[after] - x;
      const dy = ready.places[after + frames] - y;
      const same = !ready.level || ready.level[p * frames + next] === floor;
      if (same && Math.hypot(dx, dy) * data.step_m <= JUMP_M_S * span) {
        x += share * dx;
        y += share * dy;
      }
      shown[floor][kind].push(data.origin_m[0] + x * data.step_m, -data.origin_m[1] - y * data.step_m);
    }
    const order = data.marks.map((_, i) => i).sort((a, b) => data.marks[a].layer - data.marks[b].layer);
    this.levels.forEach((level, i) => this.drawPeople(level, shown[i], order));
    this.counts.replaceChildren(...this.count().map(([role, states]) => {
      const alone = role === "Hazard"; // there is one
      const group = element("span", {}, alone ? `${role}: ` : `${role}s: `);
      states.forEach(([n, state], i) => {
        group.append(i ? ", " : "", element("b", {}, alone ? state : String(n)), alone ? "" : ` ${state}`);
      });
      return group;
    }));
  }

  drawPeople({ canvas, plan }, shown, order) {
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(plan, 0, 0);
    this.place(context);
    const base = Math.max(2.8, Math.min(7, PERSON_M * this.scale)) / this.scale;
    context.lineJoin = "round";
    for (const kind of order) {
      const mark = this.data.marks[kind];
      const radius = base * mark.size;
      for (let i = 0; i < shown[kind].length; i += 2) {
        context.save();
        context.translate(shown[kind][i], shown[kind][i + 1]);
        context.scale(radius, radius);
        if (mark.fill !== "none") {
          context.fillStyle = mark.fill;
          context.fill(this.paths[kind]);
        }
        if (mark.stroke !== "none") {
          context.strokeStyle = mark.stroke;
          context.lineWidth = 1.4 / (radius * this.scale);
          context.stroke(this.paths[kind]);
        }
        context.restore();
      }
    }
  }

  destroy() {
    this.pause();
    this.resizing.disconnect();
    this.root.removeEventListener("keydown", this.onKey);
    this.root.replaceChildren();
  }
}

export function mountReplay(root, data) {
  return new Replay(root, data);
}
