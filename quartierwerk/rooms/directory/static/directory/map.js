// The living map, where the browser can draw it: the same clusters as the drawn one, asked for anew with every move.
// The drawn map stays in the page for print and for everybody else.

const LEAST_ZOOM = 8, MOST_ZOOM = 19;
const QUIET = 900;
let map, library, baseMap, asking, resting, shown = new Map(), moved = false;

const place = () => document.getElementById("map");
const live = () => document.getElementById("map-live");

const canDraw = () => {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
};

// Colours come from the style sheet, in whatever notation; the library reads only the old ones.
const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const plain = (colour) => {
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = pixel.getImageData(0, 0, 1, 1).data;
  return `rgba(${red},${green},${blue},${alpha / 255})`;
};

// The city as the server has drawn it, back from its picture to degrees.
const cityShapes = () => {
  const picture = place().querySelector(".map__picture[data-corners]");
  if (!picture) return [];
  const [north, west, south, east] = picture.dataset.corners.split(" ").map(Number);
  const [width, height] = picture.dataset.size.split(" ").map(Number);
  const degrees = (x, y) => [west + (x / width) * (east - west), north + (y / height) * (south - north)];
  return [...picture.querySelectorAll(".map__district, .map__quarter")].map((path) => {
    const rings = path.getAttribute("d").split("M").slice(1).map((ring) => {
      const steps = ring.match(/-?[\d.]+/g).map(Number);
      let x = 0, y = 0;
      const points = [];
      for (let at = 0; at < steps.length; at += 2) points.push(degrees((x += steps[at]), (y += steps[at + 1])));
      return [...points, points[0]];
    });
    const look = getComputedStyle(path);
    return {
      type: "Feature",
      properties: { fill: plain(look.fill), kind: path.classList[0] },
      geometry: { type: "Polygon", coordinates: rings },
    };
  });
};

const look = (selector, property, otherwise) => {
  const found = place().querySelector(selector);
  return plain(found ? getComputedStyle(found)[property] : otherwise);
};
// A colour as the style sheet would understand it here, tokens and light-dark() included.
const colour = (words) => {
  const probe = Object.assign(document.createElement("i"), { hidden: true });
  probe.style.color = words;
  place().append(probe);
  const found = plain(getComputedStyle(probe).color);
  probe.remove();
  return found;
};
// The operator's base map lies under everything; without it the districts are the ground.
const style = () => {
  const { base } = place().dataset;
  const ground = base && baseMap.drawn(JSON.parse(base), colour, document.documentElement.lang);
  return {
    version: 8,
    sources: {
      ...(ground && { base: ground.source }),
      city: { type: "geojson", data: { type: "FeatureCollection", features: cityShapes() } },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": look(".map__picture", "backgroundColor", "#eee") } },
      ...(ground ? ground.under : [{ id: "city", type: "fill", source: "city", filter: ["==", ["get", "kind"], "map__district"], paint: { "fill-color": ["get", "fill"] } }]),
      {
        id: "borders", type: "line", source: "city", filter: ["==", ["get", "kind"], "map__district"],
        paint: ground
          ? { "line-color": colour("var(--ink-soft)"), "line-width": 1, "line-dasharray": [4, 3] }
          : { "line-color": look(".map__border", "stroke", "#fff"), "line-width": 2 },
      },
      {
        id: "quarters", type: "line", source: "city", filter: ["==", ["get", "kind"], "map__quarter"],
        paint: { "line-color": colour("var(--ink-soft)"), "line-opacity": 0.55, "line-width": 1, "line-dasharray": [3, 3] },
      },
      ...(ground ? ground.upon : []),
    ],
  };
};

// A view that the address names is taken as it is; another shows the same ground, however large the window.
const wantedView = () => {
  const { view, bounds } = place().dataset;
  const [zoom, lat, lon] = view.split("/").map(Number);
  return bounds ? { bounds: bounds.split(",").map(Number) } : { zoom, center: [lon, lat] };
};

const writeView = () => {
  const { lat, lng } = map.getCenter();
  return `${Number(map.getZoom().toFixed(2))}/${Number(lat.toFixed(5))}/${Number(lng.toFixed(5))}`;
};

// The address keeps the view, and so does the form, so that a filter does not lose it.
const keepView = () => {
  const here = new URL(location.href);
  here.searchParams.set("view", writeView());
  const text = here.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
  history.replaceState(history.state, "", text);
  const form = document.getElementById("find");
  if (!form) return;
  let kept = form.querySelector("input[name=view]");
  if (!kept) {
    kept = Object.assign(document.createElement("input"), { type: "hidden", name: "view" });
    form.append(kept);
  }
  kept.value = writeView();
};

// What is printed is the drawn map: after a while of rest it is fetched for the view that is shown.
const redraw = async () => {
  const answer = await fetch(location.href, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(".map__drawn"), old = place() && place().querySelector(".map__drawn");
  if (fresh && old) old.replaceWith(fresh);
};

const link = (box) => {
  const question = new URL(place().dataset.clusters, location.href).searchParams;
  question.set("box", box);
  return `${place().dataset.list}?${question.toString().replaceAll("%2C", ",")}`;
};

const ask = async () => {
  asking?.abort();
  asking = new AbortController();
  const bounds = map.getBounds(), url = new URL(place().dataset.clusters, location.href);
  const edges = [
    Math.max(bounds.getWest(), -180), Math.max(bounds.getSouth(), -85), Math.min(bounds.getEast(), 180), Math.min(bounds.getNorth(), 85),
  ];
  url.searchParams.set("bounds", edges.map((edge) => edge.toFixed(5)).join(","));
  url.searchParams.set("zoom", map.getZoom().toFixed(2));
  try {
    const answer = await fetch(url, { signal: asking.signal });
    if (answer.ok) show(await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
};

// A disc stands where its profiles are, unless it would touch another one: then both draw back into their own cells, as
// in the drawn map (rules/discs.py). Cells do not overlap, so neither do discs within them.
const apart = (items) => {
  const discs = items.map((one) => {
    const [west, south, east, north] = one.box, { x, y } = map.project([one.lon, one.lat]);
    const { x: left, y: top } = map.project([west, north]), { x: right, y: bottom } = map.project([east, south]);
    return { one, x, y, left, top, right, bottom, radius: Math.min(13 + 7 * Math.log10(one.count), (right - left) / 2) };
  });
  const within = (value, least, most) => Math.min(Math.max(value, least), most);
  const crowded = () => discs.filter((disc) => !disc.isBack && discs.some(
    (other) => other !== disc && Math.hypot(disc.x - other.x, disc.y - other.y) < disc.radius + other.radius - 1e-6,
  ));
  for (let fresh = crowded(); fresh.length; fresh = crowded()) {
    for (const disc of fresh) {
      disc.x = within(disc.x, disc.left + disc.radius, disc.right - disc.radius);
      disc.y = within(disc.y, disc.top + disc.radius, disc.bottom - disc.radius);
      disc.isBack = true;
    }
  }
  return discs;
};

const show = ({ items }) => {
  const wanted = new Map(apart(items).map((disc) => [`${disc.one.box} ${disc.one.count}`, disc]));
  for (const [key, marker] of shown) {
    if (!wanted.has(key)) {
      // Who stands on a circle that goes stays on the map.
      if (marker.getElement() === document.activeElement) map.getCanvas().focus({ preventScroll: true });
      marker.remove();
      shown.delete(key);
    }
  }
  for (const [key, { one, x, y, radius }] of wanted) {
    const spot = map.unproject([x, y]);
    if (!shown.has(key)) shown.set(key, mark(one, spot));
    const marker = shown.get(key).setLngLat(spot), dot = marker.getElement();
    dot.style.setProperty("--size", `${Math.floor(2 * radius)}px`);
    dot.href = link(one.box.join(","));
  }
  live().dataset.clusters = items.length;
};

const mark = (one, spot) => {
  const { one: single, more, few } = place().dataset;
  const dot = document.createElement("a");
  dot.className = "map__dot";
  dot.textContent = one.count.toLocaleString(document.documentElement.lang);
  dot.style.setProperty("--signs", dot.textContent.length);
  dot.setAttribute("aria-label", `${dot.textContent} ${one.count === 1 ? single : more}`);
  dot.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (one.count <= Number(few) || map.getZoom() >= MOST_ZOOM) open(dot);
    else {
      moved = true;
      close();
      map.easeTo({ center: [one.lon, one.lat], zoom: Math.min(map.getZoom() + 1.5, MOST_ZOOM) });
    }
  });
  return new library.Marker({ element: dot }).setLngLat(spot).addTo(map);
};

// Who is behind a small cluster: the list for its cell, in a panel upon the map.
const open = async (dot) => {
  const answer = await fetch(dot.href, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return location.assign(dot.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const cards = page.querySelector(".cards");
  if (!cards) return location.assign(dot.href);
  close();
  const panel = Object.assign(document.createElement("section"), { className: "map__panel", tabIndex: -1 });
  panel.setAttribute("aria-label", dot.getAttribute("aria-label"));
  const shut = Object.assign(document.createElement("button"), { type: "button", className: "map__shut", textContent: place().dataset.close });
  const all = Object.assign(document.createElement("a"), { href: dot.href, textContent: place().dataset.all });
  shut.addEventListener("click", () => {
    close();
    dot.focus();
  });
  panel.addEventListener("keydown", (event) => event.key === "Escape" && shut.click());
  panel.append(shut, cards, all);
  live().append(panel);
  panel.focus({ preventScroll: true });
};
const close = () => live()?.querySelector(".map__panel")?.remove();

const start = async () => {
  if (map || !live() || !canDraw()) return;
  const { library: address, worker, style: sheet } = place().dataset;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet }));
  library = await import(address);
  if (place().dataset.base) baseMap = await import(place().dataset.baseStyle);
  library.setWorkerUrl(new URL(worker, location.href).href);
  live().hidden = false;
  place().classList.add("is-live");
  map = new library.Map({
    container: live(), style: style(), ...wantedView(), minZoom: LEAST_ZOOM, maxZoom: MOST_ZOOM, fadeDuration: 0,
    attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, cooperativeGestures: false,
    locale: { "NavigationControl.ZoomIn": place().dataset.nearer, "NavigationControl.ZoomOut": place().dataset.further, "Map.Title": place().dataset.name },
  });
  map.touchZoomRotate.disableRotation();
  map.scrollZoom.disable();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new library.ScaleControl({ maxWidth: 120 }), "bottom-left");
  map.on("movestart", (event) => {
    // A window that is turned or resized moves the map, too; only who moves it themselves closes what is open.
    if (!event.originalEvent) return;
    moved = true;
    close();
  });
  map.on("moveend", () => {
    ask();
    if (!moved) return;
    keepView();
    clearTimeout(resting);
    resting = setTimeout(redraw, QUIET);
  });
  map.on("click", close);
  // A tile that is missing or damaged leaves a gap and nothing else.
  map.on("error", (event) => console.info(`The base map: ${event.error?.message}`));
  map.once("idle", () => { live().dataset.ready = "1"; });
  await ask();
};

// A changed filter swaps the page around the living map; it follows, and moves where the choice lies elsewhere.
document.addEventListener("change", (event) => {
  if (event.target.matches("[name=near], [name=radius]")) {
    document.querySelector("#find input[name=view]")?.remove();
    moved = false;
  }
}, true);
document.addEventListener("htmx:afterSettle", () => {
  if (!place()) return;
  if (!map) return void start();
  place().classList.add("is-live");
  live().hidden = false;
  close();
  map.resize();
  const wanted = wantedView();
  if (moved) ask();
  else if (wanted.bounds) map.fitBounds(wanted.bounds, { animate: false });
  else map.jumpTo(wanted);
});
new MutationObserver(() => map?.setStyle(style())).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map?.setStyle(style()));
start();
