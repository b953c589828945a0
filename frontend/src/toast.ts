// A message goes away after eight seconds, waits while it is read, and can be closed.
const SHOWN_MS = 8000;

function start(toast: HTMLElement): void {
  let timer = 0;
  const reading = (): boolean => toast.matches(":hover, :focus-within");
  const leave = (): void => toast.remove();
  const wait = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => (reading() ? wait() : leave()), SHOWN_MS);
  };
  const close = toast.querySelector<HTMLElement>("[data-toast-close]");
  if (close) close.hidden = false;
  close?.addEventListener("click", leave);
  toast.addEventListener("pointerleave", wait);
  toast.addEventListener("focusout", wait);
  wait();
}

/** `data-toasts` holds messages that float; putting them back makes a screen reader say them after a page load. */
export function initToasts(root: ParentNode): void {
  const regions = [...root.querySelectorAll<HTMLElement>("[data-toasts]")];
  if (root instanceof HTMLElement && root.matches("[data-toasts]")) regions.push(root);
  for (const region of regions) {
    const toasts = [...region.querySelectorAll<HTMLElement>("[data-toast]")];
    region.replaceChildren();
    requestAnimationFrame(() => {
      region.append(...toasts);
      toasts.forEach(start);
    });
  }
}
