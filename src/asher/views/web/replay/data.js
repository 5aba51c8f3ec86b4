// The replay of recordings on a plan: one module in parts, Canvas 2D, no library.
// This part: what asher.views.playback packs, and times in words.

const STILL_S = 5; // a stretch without any change that is worth jumping over
const JUMP_M_S = 8; // faster than anybody runs: a change of place that is not a walk

async function unpack(recording, nLevels) {
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
  const kind = Uint8Array.from(recording.kinds.flatMap(([code, many]) => Array(many).fill(code)));
  const still = stillStretches(times, places, people);
  return { times, places, status, level, kind, still, last: times[frames - 1] };
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

// The last frame up to a time.
function frameAt(times, time) {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (times[middle] <= time + 1e-9) low = middle;
    else high = middle - 1;
  }
  return low;
}

function clock(seconds) {
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
