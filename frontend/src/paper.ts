// What leaves the screen: codes printed, a link copied. Without script one prints and copies by the browser's own means.
export function initPaper(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-print]")) {
    place.hidden = false;
    place.addEventListener("click", () => window.print());
  }
  const link = root.querySelector<HTMLInputElement>("[data-copy]");
  const copy = root.querySelector<HTMLElement>("[data-copy-button]");
  if (!link || !copy) return;
  copy.hidden = false;
  copy.addEventListener("click", () => {
    link.select();
    void navigator.clipboard.writeText(link.value).catch(() => undefined); // selected, at least
  });
}
