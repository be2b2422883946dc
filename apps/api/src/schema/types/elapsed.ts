/** @returns the ms from `start` to `end`, or to `now` if `end` is null; null if `start` is null. */
export function elapsedMs(start: Date | null, end: Date | null, now: number): number | null {
  return start === null ? null : Math.max(0, (end?.getTime() ?? now) - start.getTime())
}
