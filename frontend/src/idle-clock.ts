// When a page left alone closes, and when a person who only types says so to the server. Pure: moments come in.

export interface Shared {
  /** The last gesture in any tab, in milliseconds; 0 when none is known. */
  read(): number;
  write(moment: number): void;
}

const WRITE_EVERY_MS = 5_000;
const ALIVE_AFTER_MS = 10 * 60_000;
const ALIVE_EVERY_MS = 5 * 60_000;

export class IdleClock {
  private lastWritten = 0;
  private lastToServer: number;
  private lastGesture: number;

  constructor(
    private readonly idleMs: number,
    private readonly shared: Shared,
    now: number,
  ) {
    this.lastToServer = now;
    this.lastGesture = now;
    this.share(now);
  }

  /** Milliseconds left before the page closes; 0 or less: it is time. A moment still to come is never believed. */
  left(now: number): number {
    this.lastGesture = Math.min(this.lastGesture, now);
    const elsewhere = this.shared.read();
    const last = elsewhere > now ? this.lastGesture : Math.max(elsewhere, this.lastGesture);
    return last + this.idleMs - now;
  }

  /** A key, a pointer, a finger. False when the page should have closed before it: the gesture came too late. */
  gesture(now: number): boolean {
    if (this.left(now) <= 0) return false;
    this.lastGesture = now;
    if (now - this.lastWritten >= WRITE_EVERY_MS || now < this.lastWritten) this.share(now);
    return true;
  }

  /** The server has just answered for this session. */
  heard(now: number): void {
    this.lastToServer = now;
  }

  /** Somebody has been typing for long without sending anything: the server should know. */
  shouldSayAlive(now: number): boolean {
    if (now - this.lastToServer < Math.min(ALIVE_AFTER_MS, this.idleMs * (2 / 3))) return false;
    this.lastToServer = now - ALIVE_AFTER_MS + ALIVE_EVERY_MS;
    return true;
  }

  /** The password was right: the quiet time starts again. */
  restart(now: number): void {
    this.lastGesture = now;
    this.lastToServer = now;
    this.share(now);
  }

  private share(now: number): void {
    this.lastWritten = now;
    this.shared.write(now);
  }
}
