// Leaflet over our own drawing: the cells the server drew, moved and enlarged; no tile, no other host.
import * as L from "leaflet";
import "../css/moving-map.css";

const TAP = 36;

function numbers(text: string | undefined): number[] {
  return (text ?? "").split(" ").map(Number);
}

/** A knot as a marker: a tap says who it is, with a link to the sheet or to its place in the list. */
function marker(knot: SVGAElement, height: number): L.Marker {
  const label = knot.getAttribute("aria-label") ?? "";
  const at = L.latLng(height - Number(knot.dataset["y"]), Number(knot.dataset["x"]));
  const mark = document.createElement("span");
  mark.textContent = knot.dataset["mark"] ?? "";
  const icon = L.divIcon({ className: "map__pin", html: mark, iconSize: [TAP, TAP] });
  const link = document.createElement("a");
  link.href = knot.getAttribute("href") ?? "";
  link.textContent = label;
  return L.marker(at, { icon, title: label, alt: label }).bindPopup(link, { closeButton: false });
}

/** Put a map one can move in the place of the drawing, at the part of the city that the drawing showed. */
export function open(drawing: SVGSVGElement): void {
  const [width = 0, height = 0] = numbers(drawing.dataset["size"]);
  const shown = drawing.viewBox.baseVal;
  const knots = [...drawing.querySelectorAll<SVGAElement>("a.map__actor")];
  const ground = drawing.cloneNode(true) as SVGSVGElement;
  ground.querySelectorAll("a.map__actor").forEach((knot) => knot.remove());
  ground.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const box = document.createElement("div");
  box.className = "map__moving";
  box.setAttribute("aria-label", drawing.getAttribute("aria-label") ?? "");
  box.setAttribute("role", "group");
  drawing.replaceWith(box);

  const city = L.latLngBounds([0, 0], [height, width]);
  const map = L.map(box, { crs: L.CRS.Simple, minZoom: -2, maxZoom: 4, zoomSnap: 0.25, attributionControl: false, zoomControl: false });
  L.control.zoom({ zoomInTitle: drawing.dataset["nearer"] ?? "", zoomOutTitle: drawing.dataset["wider"] ?? "" }).addTo(map);
  L.svgOverlay(ground, city, { interactive: false }).addTo(map);
  for (const knot of knots) marker(knot, height).addTo(map);
  map.fitBounds([
    [height - shown.y - shown.height, shown.x],
    [height - shown.y, shown.x + shown.width],
  ]);
  map.setMaxBounds(city.pad(0.2));
  box.focus();
}
