/** `data-errors`: in a form that was sent, what is still to put right takes the focus, so that it is read first. */
export function initErrors(root: ParentNode): void {
  const inside = root.querySelector<HTMLElement>("[data-errors]");
  const shown = root instanceof HTMLElement && root.matches("[data-errors]") ? root : inside;
  if (shown?.closest("form")?.method === "post") shown.focus();
}
