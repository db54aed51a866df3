/* What an average alone allows: the picture of bounds answers to four sliders, with no kernel and no library.
   The formulas are those of helpers/published.py; `make test-browser` holds the two against each other. */
"use strict";
const bounds = {
  total: (s) => [s.n * (s.mean - s.rounding / 2), s.n * (s.mean + s.rounding / 2)],
  // Markov's bound; the upper end of the total is not reached, it would have been rounded up.
  most: (s, price) => (price <= 0 ? s.n : Math.min(s.n, Math.ceil(bounds.total(s)[1] / price) - 1)),
  fewest: (s, price, cap = Infinity) => {
    const short = bounds.total(s)[0] - s.n * price;
    if (price <= 0) return s.n;
    if (short < 0) return 0;
    if (cap === Infinity) return 1;
    return cap <= price ? s.n : Math.min(s.n, Math.floor(short / (cap - price)) + 1);
  },
  median: (s) => bounds.total(s)[1] / (s.n - Math.floor((s.n - 1) / 2)),
  zeros: (s) => s.n - Math.ceil(bounds.total(s)[0] / s.cap),
};

const declared = JSON.parse(document.getElementById("declared").textContent);
[...document.images].filter((image) => image.alt === declared.alt).forEach((image) => {
  const names = { n: "people averaged", mean: "average", price: "price", cap: "nobody would pay more than" };
  const ranges = { n: [5, 500], mean: [1, 300], price: [1, 300], cap: [1, 1000] };
  const chosen = { ...declared };
  const money = (x) => declared.before + Math.round(x).toLocaleString("en-GB") + declared.after;
  const shown = (name, value) => (name === "n" ? String(value) : money(value));

  const drawn = () => {
    const [wide, high, left, foot, top] = [600, 360, 52, 40, 300];
    const x = (price) => left + ((wide - left - 24) * price) / top;
    const y = (count) => 14 + (high - foot - 14) * (1 - count / chosen.n);
    // From one whole price to the next a bound stays as it is.
    const steps = (count, last) => Array.from({ length: last }, (_, i) => i + 1)
      .flatMap((price) => [[x(price), y(count(price))], [x(Math.min(price + 1, last)), y(count(price))]]);
    const highest = (price) => bounds.most(chosen, price);
    const lowest = (price) => bounds.fewest(chosen, price, chosen.cap);
    // Beyond the cap that is named nothing is shaded.
    const capped = Math.min(top, chosen.cap);
    const area = [...steps(highest, capped), ...steps(lowest, capped).reverse()];
    const most = highest(chosen.price);
    const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => `<text x="${left - 8}" y="${y(share * chosen.n) + 5}"
      text-anchor="end">${100 * share}&#8239;%</text>`);
    const prices = [0, 100, 200, 300].map((price) => `<text x="${x(price)}" y="${high - 16}"
      text-anchor="middle">${money(price)}</text>`);
    return `<svg class="bounds" viewBox="0 0 ${wide} ${high}" role="img" aria-label="${said()}">
      <path class="axis" d="M${left},14V${y(0)}H${x(top)}"/><polygon points="${area.join(" ")}"/>
      <polyline points="${steps(highest, top).join(" ")}"/>
      <circle cx="${x(chosen.price)}" cy="${y(most)}" r="6"/>${grid.join("")}${prices.join("")}</svg>`;
  };
  const said = () => {
    const most = bounds.most(chosen, chosen.price);
    return `At most ${most} of ${chosen.n} (${Math.round((100 * most) / chosen.n)} %) would pay ${money(chosen.price)} ` +
      `or more. The median lies anywhere from nothing to about ${money(bounds.median(chosen))}. If nobody would pay more ` +
      `than ${money(chosen.cap)}, up to ${bounds.zeros(chosen)} could be paying nothing.`;
  };
  const changed = () => Object.keys(names).filter((name) => chosen[name] !== declared[name])
    .map((name) => `${names[name]} ${shown(name, declared[name])} to ${shown(name, chosen[name])}`).join("; ");

  const picture = document.createElement("div");
  const controls = document.createElement("form");
  controls.className = "bounds";
  controls.setAttribute("aria-label", "What other figures would allow");
  // A label names the first thing in it that can be named, which an output could be: so the value is in a span.
  controls.innerHTML = Object.keys(names).map((name) => `<label>${names[name]}: <span></span>
    <input type="range" name="${name}" min="${ranges[name][0]}" max="${ranges[name][1]}" value="${declared[name]}"></label>`)
    .join("") + '<p aria-live="polite"></p><button type="reset" hidden>Back to what is published</button>';
  const update = () => {
    for (const name in names) controls[name].previousElementSibling.textContent = shown(name, chosen[name]);
    image.hidden = changed() !== "";
    picture.innerHTML = changed() && drawn();
    controls.querySelector("button").hidden = !changed();
    controls.querySelector("p").innerHTML = said() +
      ` <span class="mark derived">DERIVED${changed() && ", changed"}</span>` + (changed() && ` <em>${changed()}.</em>`);
  };
  controls.addEventListener("input", ({ target }) => {
    chosen[target.name] = Number(target.value);
    // Nobody can average more than all may pay.
    if (chosen.cap < chosen.mean) chosen.cap = controls.cap.value = Math.ceil(chosen.mean);
    update();
  });
  controls.addEventListener("reset", () => setTimeout(() => { Object.assign(chosen, declared); update(); }));
  (image.closest("p, figure, div.cell_output, a") || image).after(picture, controls);
  update();
});
