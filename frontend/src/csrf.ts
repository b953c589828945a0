// Unlocking gives the browser a new proof of origin: the page's own forms follow it.

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** The present proof: the cookie's, or else the one the page was written with. */
export function token(): string {
  const field = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  return cookie("csrftoken") || (field?.value ?? "");
}

/** Give every form of the page, and htmx, the present proof. */
export function renewTokens(): void {
  const present = token();
  for (const field of document.querySelectorAll<HTMLInputElement>("input[name=csrfmiddlewaretoken]")) {
    field.value = present;
  }
  if (document.body.hasAttribute("hx-headers")) {
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": present }));
  }
}

/** POST to one of our own addresses, never following it elsewhere. */
export function post(url: string, fields: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token() },
    body: new URLSearchParams(fields),
    credentials: "same-origin",
    redirect: "manual",
  });
}
