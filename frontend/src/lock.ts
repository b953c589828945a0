// After some quiet minutes in every tab the page closes until the password. Only a moment is shared between tabs.
import { post } from "./csrf";
import { IdleClock, type Shared } from "./idle-clock";
import { LockScreen } from "./lock-screen";

const KEY = "maillage.last-gesture";
const GESTURES = ["keydown", "pointerdown", "pointermove", "touchstart", "wheel"] as const;

const betweenTabs: Shared = {
  read: () => {
    try {
      return Number(localStorage.getItem(KEY)) || 0;
    } catch {
      return 0; // storage refused by the browser: each tab counts for itself
    }
  },
  write: (moment) => {
    try {
      localStorage.setItem(KEY, String(moment));
    } catch {
      // as above
    }
  },
};

function postQuietly(url: string): Promise<Response | null> {
  return post(url).catch(() => null); // without network the server locks by its own clock
}

export function initLock(): void {
  const { idleMinutes, lockUrl = "", aliveUrl = "" } = document.body.dataset;
  const page = document.getElementById("page");
  const template = document.getElementById("lock-screen");
  const idleMs = Number(idleMinutes) * 60_000;
  if (!page || !(template instanceof HTMLTemplateElement) || !(idleMs > 0)) return;

  const clock = new IdleClock(idleMs, betweenTabs, Date.now());
  let timer = 0;
  const screen = new LockScreen(page, template, () => {
    clock.restart(Date.now());
    check();
  });

  const close = (tellServer: boolean): void => {
    if (screen.shown) return;
    window.clearTimeout(timer);
    document.dispatchEvent(new Event("maillage:locked"));
    screen.show();
    if (tellServer) void postQuietly(lockUrl);
  };
  const check = (): void => {
    window.clearTimeout(timer);
    const left = clock.left(Date.now());
    if (left <= 0) close(true);
    else timer = window.setTimeout(check, Math.min(left + 50, 60_000));
  };
  const sayAlive = async (): Promise<void> => {
    const answer = await postQuietly(aliveUrl);
    if (answer?.status === 401) close(false);
  };
  const gesture = (): void => {
    if (screen.shown) return;
    const now = Date.now();
    if (!clock.gesture(now)) close(true);
    else if (clock.shouldSayAlive(now)) void sayAlive();
  };

  for (const name of GESTURES) document.addEventListener(name, gesture, { capture: true, passive: true });
  document.addEventListener("visibilitychange", check); // the device wakes, the tab comes back
  window.addEventListener("pageshow", check);
  document.addEventListener("submit", (event) => {
    if (!(event.target as HTMLFormElement).matches("[data-lock-now]")) return;
    event.preventDefault();
    (event.target as HTMLFormElement).removeAttribute("aria-busy");
    close(true);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const answer = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
    if (answer.status === 401 && answer.getResponseHeader("X-Session") === "locked") close(false);
    else if (answer.status > 0) clock.heard(Date.now());
  });
  check();
}
