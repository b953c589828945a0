// htmx, set so that nothing of a page stays behind in the browser and no text is ever run as code.
import htmx from "htmx.org";

export function initHtmx(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    historyCacheSize: 0,
    includeIndicatorStyles: false,
    refreshOnHistoryMiss: true,
    selfRequestsOnly: true,
    scrollIntoViewOnBoost: false,
    // a form that comes back with something to put right is shown; other troubles are said in the status line
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "422", swap: true },
      { code: "...", swap: false, error: true },
    ],
  });
}

/** Run on each element that htmx has just put in the page. */
export function afterSwap(run: (root: ParentNode) => void): void {
  document.addEventListener("htmx:load", (event) => {
    const element = (event as CustomEvent<{ elt: Element }>).detail.elt;
    if (element !== document.body) run(element);
  });
}
