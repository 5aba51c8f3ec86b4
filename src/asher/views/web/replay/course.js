// This part: one course of action, on its plan, in counts and in events.

class Course {
  constructor(player) {
    this.player = player;
    this.recording = null;
    this.ready = null;
    this.build();
  }

  build() {
    const { data } = this.player;
    this.canvas = element("canvas", { role: "img" });
    this.stage = element("div", {
      class: "replay-stage",
      tabindex: "0",
      role: "group",
    }, this.canvas);
    this.player.view.listen(this.stage);
    this.title = element("p", { class: "replay-title" });
    this.ended = element("p", { class: "replay-ended", role: "status" });
    this.buildCounts(data);
    this.top = element("div", { class: "replay-course" },
      element("div", { class: "replay-head" }, this.title, this.ended), this.stage, this.counts);
    this.jumps = element("div", { class: "replay-jumps", role: "group", "aria-label": "Jump to" });
    this.after = element("p", { class: "replay-after" });
    this.label = element("p", { class: "replay-label" });
    this.list = element("ol", { class: "replay-events", tabindex: "0", role: "list" });
    this.side = element("div", { class: "replay-side" }, this.jumps, this.after, this.label, this.list);
  }

  // The legend and the counts in one: a sign, how many, what they do.
  buildCounts(data) {
    this.cells = new Map();
    this.counts = element("div", { class: "replay-counts" });
    data.kinds.forEach(([kind, name]) => {
      const shown = data.shown.filter((m) => data.marks[m].kind === kind);
      if (!shown.length) return;
      const cells = element("span", { class: "replay-cells" });
      shown.forEach((m) => {
        const number = element("b", {}, "");
        const words = element("span", {}, data.marks[m].label);
        const cell = element("span", { class: "replay-count" }, signOf(data.marks[m]), number, " ", words);
        this.cells.set(m, { cell, number, words });
        cells.append(cell, " ");
      });
      const who = element("span", { class: "replay-who" }, name);
      this.counts.append(element("p", { class: "replay-row" }, who, cells));
    });
    const lines = document.querySelector(".signs [data-plan]");
    if (lines) this.counts.append(element("dl", { class: "replay-lines" }, lines.cloneNode(true)));
  }

  async choose(recording) {
    this.recording = recording;
    this.ready = null;
    const unpacked = await this.player.unpacked(recording);
    if (this.recording !== recording) return false; // another was chosen meanwhile
    this.ready = unpacked;
    const name = this.player.titleOf(recording.course);
    this.stage.setAttribute("aria-label", `Plan with people, ${name}. Space plays and pauses, arrow `
      + "keys step, plus and minus zoom, 0 shows the whole plan.");
    this.canvas.setAttribute("aria-label", `Plan, ${name}; counts and events tell the same in words`);
    write(this.title, name);
    this.listEvents(name);
    return true;
  }

  listEvents(name) {
    const { events, milestones } = this.recording;
    const { last } = this.ready;
    write(this.label, this.player.isPaired ? `Events, ${name}` : "Events");
    this.list.setAttribute("aria-label", `Events, ${name}, in order of time`);
    this.items = events.map(([time, , text]) => {
      const item = element("li", {}, element("span", { class: "replay-when" }, clock(time)), element("span", {}, text));
      item.addEventListener("click", () => this.player.seek(time));
      return item;
    });
    this.list.replaceChildren(...(this.items.length ? this.items : [element("li", {}, `None in this ${this.player.noun}.`)]));
    const seen = milestones.filter(([, time]) => time <= last + 1e-6);
    this.jumps.replaceChildren(...seen.map(([label, time]) => {
      const jump = element("button", { type: "button" }, `${label} `, element("span", {}, clock(time)));
      jump.addEventListener("click", () => this.player.seek(time));
      return jump;
    }));
    this.jumps.hidden = seen.length === 0;
    this.current = -2;
  }

  // Time

  frame() {
    return frameAt(this.ready.times, this.player.time);
  }

  // When something happens again, where until then nobody moves; else now.
  following() {
    const { time } = this.player;
    if (time >= this.ready.last) return Infinity;
    const frame = this.frame();
    if (!this.ready.still[frame]) return time;
    const later = this.recording.events.map(([at]) => at).filter((at) => at > time + 1e-6);
    return Math.min(this.ready.times[frame + 1], ...later);
  }

  markEvent() {
    const { events } = this.recording;
    const { time } = this.player;
    let current = -1;
    while (current + 1 < events.length && events[current + 1][0] <= time + 1e-6) current += 1;
    if (current === this.current) return;
    this.current = current;
    this.items.forEach((item, i) => {
      item.classList.toggle("past", i < current);
      if (i === current) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    const item = this.items[Math.max(0, current)];
    if (!item) return;
    const middle = item.offsetTop - this.list.clientHeight / 2;
    this.list.scrollTop = Math.max(0, middle);
  }

  // How it ended, once it has; what came after the last frame, there.
  markEnd() {
    const { time, data, noun } = this.player;
    const { ended, harm, milestones } = this.recording;
    const told = ended.filter(([at]) => at <= time + 1e-6).map(([at, text]) => `${clock(at)} ${text}`);
    const running = data.is_drill ? "People are on their way out" : "Attack going on";
    write(this.ended, told.length ? `${told.join(". ")}.` : running);
    this.ended.classList.toggle("is-over", told.length > 0);
    let after = "";
    if (time >= this.ready.last - 1e-6) {
      after = `What is recorded of this ${noun} ends at ${clock(this.ready.last)}.`;
      const later = milestones.filter(([, at]) => at > this.ready.last + 1e-6);
      if (later.length) after += ` Later: ${later.map(([label, at]) => `${label.toLowerCase()} ${clock(at)}`).join(", ")}.`;
      if (harm.length) after += ` In the end, with care or without it: ${harm[0]} killed, ${harm[1]} wounded who live.`;
    }
    write(this.after, after);
  }

  // Picture

  // Plan and signs drawn anew, after a change of size, piece, level or colours.
  redraw() {
    const { player } = this;
    const { view, palette, dots } = player;
    const [width, height] = view.size;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const [w, h] = [Math.round(width * dots), Math.round(height * dots)];
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
      this.plan = element("canvas", { width: w, height: h });
    }
    this.stage.classList.toggle("is-zoomed", view.zoom > 1);
    const context = this.plan.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, w, h);
    view.place(context, dots);
    const { building } = player.courseOf(this.recording.course);
    drawPlan(context, player.lines[building][player.level], palette, view.scale);
    const here = this.recording.points.filter(([level]) => level === player.level);
    drawPoints(context, here.map(([, x, y]) => [x, y]), palette, view.scale);
  }

  // Signs of the level that is shown, as x and y [m], by mark; how many of each, how many a level.
  look() {
    const { data, time, level: shownLevel } = this.player;
    const { ready, recording } = this;
    const { frames, people } = recording;
    const frame = this.frame();
    const next = Math.min(frame + 1, frames - 1);
    const span = ready.times[next] - ready.times[frame];
    const share = span > 0 ? (Math.min(time, ready.last) - ready.times[frame]) / span : 0;
    const signs = data.marks.map(() => []);
    const counts = new Uint32Array(data.marks.length);
    const onLevel = new Uint32Array(data.levels.length);
    const farthest = (JUMP_M_S * span) / data.step_m;
    this.hazardLevel = -1;
    for (let p = 0; p < people; p += 1) {
      const mark = data.mark_of[ready.kind[p]][ready.status[p * frames + frame]];
      if (mark < 0) continue;
      counts[mark] += 1;
      const { kind, status } = data.marks[mark];
      const level = ready.level ? ready.level[p * frames + frame] : 0;
      if (kind === "hazard") this.hazardLevel = level;
      else if (status !== "out") onLevel[level] += 1;
      if (level !== shownLevel) continue;
      const at = 2 * p * frames + frame;
      const after = at - frame + next;
      let x = ready.places[at];
      let y = ready.places[at + frames];
      const dx = ready.places[after] - x;
      const dy = ready.places[after + frames] - y;
      const same = !ready.level || ready.level[p * frames + next] === level;
      if (same && Math.hypot(dx, dy) <= farthest) {
        x += share * dx;
        y += share * dy;
      }
      signs[mark].push(data.origin_m[0] + x * data.step_m, -data.origin_m[1] - y * data.step_m);
    }
    return { signs, counts, onLevel };
  }

  draw() {
    const { signs, counts, onLevel } = this.look();
    const { view, dots, sprites, order } = this.player;
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.plan, 0, 0);
    const s = view.scale * dots;
    const left = this.canvas.width / 2 - view.x * s;
    const top = this.canvas.height / 2 - view.y * s;
    for (const mark of order) {
      const { canvas, half } = sprites[mark];
      const places = signs[mark];
      for (let i = 0; i < places.length; i += 2) {
        context.drawImage(canvas, Math.round(left + places[i] * s) - half, Math.round(top + places[i + 1] * s) - half);
      }
    }
    this.onLevel = onLevel;
    this.writeCounts(counts);
    this.markEvent();
    this.markEnd();
  }

  writeCounts(counts) {
    const { marks } = this.player.data;
    for (const [m, { cell, number, words }] of this.cells) {
      write(number, marks[m].kind === "hazard" ? "" : String(counts[m]));
      write(words, counts[m] === 1 ? marks[m].label : marks[m].count);
      cell.classList.toggle("is-none", counts[m] === 0);
    }
    this.count = counts;
  }

  // "Occupants: 36 out, 8 hiding; Police: 2 unhurt".
  words() {
    const { data } = this.player;
    const rows = data.kinds.map(([kind, name]) => {
      const told = data.shown.filter((m) => data.marks[m].kind === kind && this.count[m])
        .map((m) => (kind === "hazard" ? data.marks[m].label : `${this.count[m]} ${data.marks[m].count}`));
      return told.length ? `${name}: ${told.join(", ")}` : "";
    });
    return rows.filter(Boolean).join("; ");
  }
}
