// « Carte que je peux déplacer »: the map one can move is fetched only when somebody asks for it.
interface MapModule {
  open(drawing: SVGSVGElement): void;
}

function load(style: string): void {
  if (document.querySelector(`link[href="${style}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = style;
  document.head.append(link);
}

/** `data-moving-map` holds the button and names the module; without script the drawing stays as it is. */
export function initMovingMap(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-moving-map]")) {
    const drawing = place.parentElement?.querySelector<SVGSVGElement>("svg.map__drawing");
    if (!drawing) continue;
    place.hidden = false;
    place.querySelector("button")?.addEventListener("click", () => {
      place.hidden = true;
      load(place.dataset["movingMapStyle"] ?? "");
      void import(place.dataset["movingMap"] ?? "")
        .then((module: MapModule) => module.open(drawing))
        .catch(() => (place.hidden = false)); // no network: the button comes back
    });
  }
}
