// This part: elements of the page.

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

let named = 0;

function newId(what) {
  named += 1;
  return `replay-${what}-${named}`;
}

function selector(label, options, onChange) {
  const id = newId("select");
  const select = element("select", { id });
  options.forEach(([value, text]) => select.append(element("option", { value }, text)));
  select.addEventListener("change", () => onChange(select.value));
  const box = element("div", { class: "replay-field" }, element("label", { for: id }, label), select);
  return { box, select };
}

function button(text, label, onClick) {
  const made = element("button", { type: "button" });
  rename(made, text, label);
  made.addEventListener("click", onClick);
  return made;
}

function rename(made, text, label = text) {
  if (made.textContent !== text) made.textContent = text;
  made.setAttribute("aria-label", label);
  made.title = label;
}

// Assistive technology and the layout are left alone where nothing has changed.
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const SVG = "http://www.w3.org/2000/svg";

// A sign as it stands in the legend of the page, drawn from the same paths.
function signOf(mark) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "sign");
  svg.setAttribute("viewBox", "-11 -11 22 22");
  svg.setAttribute("aria-hidden", "true");
  const size = 5.2 * mark.size;
  const colour = (name) => (name === "none" ? name : `var(--sign-${name})`);
  const add = (path, fill) => {
    const made = document.createElementNS(SVG, "path");
    const given = { d: path, fill, stroke: colour(mark.stroke), "stroke-width": 1.6 / size };
    for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
    made.setAttribute("transform", `scale(${size})`);
    svg.append(made);
  };
  add(mark.path, colour(mark.fill));
  if (mark.detail) add(mark.detail, colour(mark.stroke));
  return svg;
}
