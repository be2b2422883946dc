/**
 * A git of the user may read a branch or HEAD before a delivery moves it, and use what it has read after that. Without a pause, it needs a few
 * ms for this. For the lock of a ref it waits up to 100 ms more (`core.filesRefLockTimeout`).
 */
const LATE_MS = 250

/** Waits until a git of the user that has read a branch or HEAD before this moment has changed HEAD, or has failed at a lock. */
export const lateGitsHaveWritten = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LATE_MS))
