// Everything the pages do beyond HTML. Without any of it, reading, forms and navigation still work.
import { initErrors } from "./errors";
import { initFormGuard } from "./form-guard";
import { afterSwap, initHtmx } from "./htmx";
import { initLock } from "./lock";
import { initMovingMap } from "./moving-map";
import { initPaper } from "./paper";
import { initPasskeys } from "./passkeys";
import { initPlacing } from "./placing";
import { initRequests } from "./requests";
import { initToasts } from "./toast";

function initEach(root: ParentNode): void {
  initToasts(root);
  initErrors(root);
  initMovingMap(root);
}

initHtmx();
initFormGuard();
initRequests();
initLock();
initEach(document);
initPaper(document);
initPasskeys(document);
initPlacing(document);
afterSwap(initEach);
