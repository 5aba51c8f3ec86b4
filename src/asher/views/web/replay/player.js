// This part: the clock, the controls and the courses of action that are shown in step.
// mountReplay(root, data) builds a replay inside an element.

const SPEEDS = [1, 2, 5, 10, 30, 60, 120];

class Replay {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.time = 0;
    this.last = 0;
    this.speed = 5;
    this.level = 0;
    this.playing = false;
    this.noun = data.is_drill ? "drill" : "incident";
    this.known = new Map();
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.lines = data.buildings.map((levels) => levels.map(linesOf));
    this.order = data.marks.map((_, i) => i).sort((a, b) => data.marks[a].layer - data.marks[b].layer);
    const [left, low, right, high] = data.bounds_m;
    this.view = new View([left, -high, right, -low], () => this.redrawSoon());
    this.courses = [new Course(this)];
    this.build();
    this.listen();
    const { course, replication } = data.recordings[0];
    this.choose([course], replication);
  }

  get isPaired() {
    return this.courses.length > 1;
  }

  courseOf(name) {
    return this.data.courses.find((c) => c.name === name);
  }

  titleOf(name) {
    return this.courseOf(name).title;
  }

  // A recording is unpacked once.
  unpacked(recording) {
    if (!this.known.has(recording)) this.known.set(recording, unpack(recording, this.data.levels.length));
    return this.known.get(recording);
  }

  // Page

  build() {
    this.buildChoice();
    this.buildBar();
    this.buildControls();
    this.tops = element("div", { class: "replay-courses", id: newId("plans") });
    if (this.tabs.length) {
      this.tops.setAttribute("role", "tabpanel");
      this.tabs.forEach((tab) => tab.setAttribute("aria-controls", this.tops.id));
    }
    this.sides = element("div", { class: "replay-courses" });
    this.said = element("p", { class: "visually-hidden", role: "status" });
    this.root.replaceChildren(this.choice, this.bar, this.tops, this.controls, this.pace,
      this.sides, this.said);
  }

  buildChoice() {
    const { data } = this;
    const titles = data.courses.map((c) => [c.name, c.title]);
    const noun = this.noun[0].toUpperCase() + this.noun.slice(1);
    const chosen = () => this.choose([this.first.select.value, this.second.select.value], Number(this.number.select.value));
    this.first = selector("Course of action", titles, chosen);
    this.second = selector("Beside it", [["", "no other"], ...titles], chosen);
    this.second.box.hidden = titles.length < 2;
    this.number = selector(noun, data.replications.map((r) => [String(r.number), r.label]), chosen);
    this.choice = element("div", { class: "replay-choice" }, this.first.box, this.second.box, this.number.box);
  }

  buildBar() {
    const { levels } = this.data;
    this.tabs = levels.length < 2 ? [] : levels.map((level, i) => {
      const count = element("span", { class: "replay-onlevel" });
      const tab = element("button", { type: "button", role: "tab", id: newId("level") }, level, " ", count);
      tab.addEventListener("click", () => this.showLevel(i));
      return tab;
    });
    const list = element("div", { class: "replay-tabs" }, ...this.tabs);
    if (this.tabs.length) {
      list.setAttribute("role", "tablist");
      list.setAttribute("aria-label", "Floors, with the people on each");
    }
    this.zoomed = element("output", { class: "replay-zoom", "aria-label": "Zoom" });
    this.full = button("Full screen", "Full screen", () => this.toggleFull());
    this.full.classList.add("replay-full");
    this.full.hidden = !document.fullscreenEnabled;
    const views = element("div", { class: "replay-views" },
      button("\u2212", "Zoom out", () => this.view.zoomBy(1 / ZOOM_STEP)),
      this.zoomed,
      button("+", "Zoom in", () => this.view.zoomBy(ZOOM_STEP)),
      button("Whole plan", "Whole plan", () => this.view.reset()),
      this.full);
    this.bar = element("div", { class: "replay-bar" }, list);
    this.bar.hidden = !this.tabs.length;
    (this.tabs.length ? this.bar : this.choice).append(views);
  }

  buildControls() {
    this.playButton = button("Play", "Play", () => this.toggle());
    this.playButton.classList.add("replay-play");
    this.clock = element("output", { class: "replay-clock", "aria-label": "Clock" }, "00:00");
    this.slider = element("input", { type: "range", min: "0", max: "1", step: "1", value: "0", "aria-label": "Time" });
    this.slider.addEventListener("input", () => this.seek(Number(this.slider.value)));
    this.bySpeed = selector("Speed", SPEEDS.map((s) => [String(s), `${s} \u00d7`]), (value) => {
      this.speed = Number(value);
    });
    this.bySpeed.select.value = String(this.speed);
    this.skips = element("input", { type: "checkbox" });
    this.skips.checked = true;
    this.note = element("p", { class: "replay-note" });
    this.pace = element("div", { class: "replay-pace" }, this.bySpeed.box,
      element("label", { class: "replay-field" }, this.skips, "Jump over stretches in which nobody moves"), this.note);
    this.controls = element("div", { class: "replay-controls" }, this.playButton,
      button("\u2212 1 s", "One second back", () => this.step(-1)),
      button("+ 1 s", "One second on", () => this.step(1)),
      this.slider, this.clock);
  }

  listen() {
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.width = 0;
    this.resizing = new ResizeObserver(() => {
      if (this.width !== this.root.clientWidth) this.fit();
    });
    this.resizing.observe(this.root);
    window.addEventListener("resize", () => this.fit());
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => this.fit());
    }
    document.addEventListener("fullscreenchange", () => {
      rename(this.full, this.isFull ? "Leave full screen" : "Full screen");
      this.fit();
    });
  }

  // Which recordings

  async choose(names, replication) {
    const found = names.map((name) =>
      this.data.recordings.find((r) => r.course === name && r.replication === replication)).filter(Boolean);
    this.pause();
    this.asked = found;
    this.root.setAttribute("aria-busy", "true");
    const courses = found.map((_, i) => this.courses[i] || new Course(this));
    this.courses = courses;
    this.tops.replaceChildren(...courses.map((course) => course.top));
    this.sides.replaceChildren(...courses.map((course) => course.side));
    this.root.classList.toggle("is-paired", this.isPaired);
    const done = await Promise.all(found.map((recording, i) => courses[i].choose(recording)));
    if (this.asked !== found || done.includes(false)) return; // another was chosen meanwhile
    this.last = Math.max(...courses.map((course) => course.ready.last));
    this.slider.max = String(Math.ceil(this.last));
    if (!this.isShown) this.showLevel(this.levelOfHazard());
    this.isShown = true;
    this.root.setAttribute("aria-busy", "false");
    this.fit();
    this.seek(Math.min(this.time, this.last));
  }

  get isReady() {
    return this.courses.every((course) => course.ready);
  }

  // The level where it begins.
  levelOfHazard() {
    const [course] = this.courses;
    course.look();
    return Math.max(0, course.hazardLevel);
  }

  showLevel(level) {
    this.level = level;
    this.tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === level));
      tab.tabIndex = i === level ? 0 : -1;
    });
    if (this.tabs.length) this.tops.setAttribute("aria-labelledby", this.tabs[level].id);
    this.redrawSoon();
  }

  writeLevels() {
    this.tabs.forEach((tab, i) => {
      const counts = this.courses.map((course) => course.onLevel[i]);
      const here = this.courses.some((course) => course.hazardLevel === i);
      write(tab.querySelector(".replay-onlevel"), `${counts.join(" | ")}${here ? " \u25c6" : ""}`);
      const name = `${this.data.levels[i]} ${counts.join(" and ")} people${here ? ", attacker" : ""}`;
      if (tab.getAttribute("aria-label") !== name) tab.setAttribute("aria-label", name);
    });
  }

  // Time

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (!this.isReady) return;
    if (this.time >= this.last) this.seek(0);
    this.playing = true;
    rename(this.playButton, "Pause");
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

  // A stretch in which nobody moves under any course, such as a wait of half an hour.
  skip() {
    if (!this.skips.checked) return;
    const following = Math.min(this.last, ...this.courses.map((course) => course.following()));
    if (following - this.time <= STILL_S) return;
    write(this.note, `Jumped over ${spoken(following - this.time)} in which nobody moved.`);
    clearTimeout(this.noted);
    this.noted = setTimeout(() => write(this.note, ""), 4000);
    this.seek(following - 1, true);
  }

  pause() {
    this.playing = false;
    rename(this.playButton, "Play");
    if (this.isReady) this.say();
  }

  step(seconds) {
    this.pause();
    this.seek((seconds > 0 ? Math.floor(this.time + 1e-6) : Math.ceil(this.time - 1e-6)) + seconds);
  }

  seek(time, quiet = false) {
    if (!this.isReady) return;
    this.time = Math.max(0, Math.min(this.last, time));
    this.slider.value = String(Math.floor(this.time + 1e-6));
    this.slider.setAttribute("aria-valuetext", spoken(this.time));
    write(this.clock, clock(this.time));
    this.draw();
    if (!quiet && !this.playing) this.say();
  }

  say() {
    if (!this.palette) return;
    const told = this.courses.map((course) =>
      (this.isPaired ? `${this.titleOf(course.recording.course)}: ` : "") + course.words());
    write(this.said, `${spoken(this.time)}. ${told.join(". ")}.`);
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { target, key } = event;
    const tag = target.tagName;
    if (tag === "SELECT" || target === this.skips) return;
    if (target.classList.contains("replay-events") && key !== " ") return; // its arrows scroll
    if (this.tabs.includes(target) && this.turn(key)) {
      event.preventDefault();
      return;
    }
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
      "+": () => this.view.zoomBy(ZOOM_STEP),
      "=": () => this.view.zoomBy(ZOOM_STEP),
      "-": () => this.view.zoomBy(1 / ZOOM_STEP),
      0: () => this.view.reset(),
    };
    if (this.isFull) acts.Escape = () => this.toggleFull();
    if (!(key in acts) || (key === " " && tag === "BUTTON")) return;
    event.preventDefault();
    acts[key]();
  }

  // Arrows on a tab go to the next floor.
  turn(key) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!by) return false;
    const next = (this.level + by + this.tabs.length) % this.tabs.length;
    this.showLevel(next);
    this.tabs[next].focus();
    return true;
  }

  // Picture

  get isFull() {
    return document.fullscreenElement === this.root;
  }

  toggleFull() {
    if (this.isFull) document.exitFullscreen();
    else this.root.requestFullscreen();
  }

  // Size of the plans: all the width there is, and no more height than leaves the rest in sight.
  fit() {
    // On paper there is no replay, and no width.
    if (!this.isReady || !this.root.clientWidth) return;
    this.width = this.root.clientWidth;
    this.dots = window.devicePixelRatio || 1;
    this.palette = paletteOf(this.root, this.data.marks);
    const { stage, top } = this.courses[0];
    const isStacked = this.isPaired && this.courses[1].top.offsetTop > top.offsetTop;
    const rows = isStacked ? 2 : 1;
    let most = Math.max(300, (isStacked ? 0.45 : 0.6) * window.innerHeight);
    if (this.isFull) {
      const around = this.choice.offsetHeight + this.bar.offsetHeight + this.controls.offsetHeight + 48;
      most = Math.max(200, (window.innerHeight - around) / rows - (top.offsetHeight - stage.offsetHeight));
    }
    const width = stage.clientWidth;
    const height = this.isFull ? most : Math.min(most, width / this.view.aspect);
    this.view.resize(width, Math.floor(height));
    this.redraw();
  }

  // At most once a picture, however fast a wheel turns.
  redrawSoon() {
    if (this.waiting || !this.palette) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.redraw();
    });
  }

  redraw() {
    if (!this.isReady) return;
    const radius = Math.max(2.8, Math.min(11, PERSON_M * this.view.scale));
    this.sprites = spritesOf(this.data.marks, this.palette, radius, this.dots);
    write(this.zoomed, `${Math.round(100 * this.view.zoom)} %`);
    this.courses.forEach((course) => course.redraw());
    this.draw();
  }

  draw() {
    if (!this.palette) return;
    this.courses.forEach((course) => course.draw());
    this.writeLevels();
  }
}

function mountReplay(root, data) {
  return new Replay(root, data);
}

const place = document.getElementById("replay-root");
if (place && "DecompressionStream" in window) {
  document.documentElement.classList.add("scripted");
  mountReplay(place, JSON.parse(document.getElementById("replay-data").textContent));
}
