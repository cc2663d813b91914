// How the operator's base map is drawn under what a page shows: vector tiles in the Protomaps schema, or pictures.
// Colours are written as in a style sheet, with the house's tokens for light and dark; `plain` turns them into old notation.
// The letters of its names are drawn from the page's own font, so no glyphs are fetched.

const FONT = ["Fira Sans"];
const COLOURS = {
  earth: "light-dark(oklch(0.965 0.006 95), oklch(0.235 0.012 245))",
  green: "light-dark(oklch(0.925 0.032 140), oklch(0.28 0.03 150))",
  built: "light-dark(oklch(0.945 0.008 80), oklch(0.255 0.012 245))",
  water: "light-dark(oklch(0.87 0.035 230), oklch(0.32 0.04 240))",
  house: "light-dark(oklch(0.9 0.01 80), oklch(0.3 0.012 245))",
  road: "light-dark(oklch(1 0 0), oklch(0.37 0.014 245))",
  main: "light-dark(oklch(0.985 0.03 95), oklch(0.43 0.02 90))",
  casing: "light-dark(oklch(0.85 0.01 90), oklch(0.19 0.01 245))",
  rail: "light-dark(oklch(0.76 0.01 245), oklch(0.46 0.01 245))",
  words: "var(--ink)",
  quiet: "var(--ink-soft)",
  halo: "var(--paper)",
};
const GREEN = ["park", "forest", "wood", "grass", "grassland", "meadow", "scrub", "nature_reserve", "national_park", "cemetery", "garden",
  "golf_course", "allotments", "recreation_ground", "village_green", "playground", "farmland", "orchard", "vineyard", "zoo", "pitch"];
const BUILT = ["industrial", "commercial", "railway", "school", "university", "college", "hospital", "pedestrian", "aerodrome", "parking"];
const MAIN = ["highway", "major_road", "medium_road"];

const among = (values) => ["in", ["get", "kind"], ["literal", values]];
const wide = (...stops) => ["interpolate", ["exponential", 1.6], ["zoom"], ...stops];

const vector = (colour, language) => {
  const layer = (id, type, part, paint, more = {}) => ({ id: `base-${id}`, type, source: "base", "source-layer": part, paint, ...more });
  const area = (id, part, key, filter) => layer(id, "fill", part, { "fill-color": colour(COLOURS[key]) }, { filter: filter ?? ["==", ["geometry-type"], "Polygon"] });
  const line = (id, key, width, filter, more) => layer(id, "line", "roads", { "line-color": colour(COLOURS[key]), "line-width": width, ...more }, { filter, layout: { "line-cap": "round", "line-join": "round" } });
  const name = ["coalesce", ["get", `name:${language}`], ["get", "name"]];
  const words = (id, part, filter, size, layout, paint) => layer(
    id, "symbol", part,
    { "text-color": colour(COLOURS.quiet), "text-halo-color": colour(COLOURS.halo), "text-halo-width": 1.5, ...paint },
    { filter: ["all", ["has", "name"], filter], layout: { "text-field": name, "text-font": FONT, "text-size": size, ...layout } },
  );
  return {
    under: [
      area("earth", "earth", "earth"),
      area("green", "landuse", "green", among(GREEN)),
      area("built", "landuse", "built", among(BUILT)),
      area("water", "water", "water"),
      layer("rivers", "line", "water", { "line-color": colour(COLOURS.water), "line-width": wide(9, 0.5, 16, 5) }, { filter: ["==", ["geometry-type"], "LineString"] }),
      area("houses", "buildings", "house"),
      line("paths", "casing", wide(13, 0.5, 18, 2), among(["path", "other"]), { "line-dasharray": [2, 1.5] }),
      line("rails", "rail", wide(10, 0.6, 18, 2.5), among(["rail"])),
      line("casings", "casing", wide(11, 0.8, 14, 3.4, 18, 20), among(["minor_road"])),
      line("main-casings", "casing", wide(8, 1.2, 14, 6.5, 18, 30), among(MAIN)),
      line("roads", "road", wide(11, 0.4, 14, 2.2, 18, 17), among(["minor_road"])),
      line("main-roads", "main", wide(8, 0.8, 14, 4.8, 18, 26), among(MAIN)),
    ],
    upon: [
      words("streets", "roads", among([...MAIN, "minor_road"]), ["interpolate", ["linear"], ["zoom"], 13, 11, 18, 14], { "symbol-placement": "line" }),
      words("waters", "water", ["!=", ["geometry-type"], "LineString"], 12, { "text-max-width": 7 }),
      words("places", "places", among(["locality", "neighbourhood", "macrohood"]), ["interpolate", ["linear"], ["zoom"], 8, 12, 14, 15], { "text-max-width": 7 }, { "text-color": colour(COLOURS.words) }),
    ],
  };
};

// The source of the tiles, the layers under the page's own shapes, and the names upon them.
export const drawn = (base, colour, language) => {
  const isDark = colour("light-dark(#fff, #000)").startsWith("rgba(0");
  const tiles = [new URL(base.tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")];
  const reach = { tiles, minzoom: base.minzoom, maxzoom: base.maxzoom, bounds: base.bounds };
  if (base.vector) return { source: { type: "vector", ...reach }, ...vector(colour, language) };
  const dimmed = isDark ? { "raster-brightness-max": 0.72, "raster-saturation": -0.4 } : {};
  return { source: { type: "raster", tileSize: 256, ...reach }, under: [{ id: "base", type: "raster", source: "base", paint: dimmed }], upon: [] };
};
