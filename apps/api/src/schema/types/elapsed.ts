/** Milliseconds from `start` to `end`, or to now while there is no end. @returns null before the start. */
export function elapsedMs(start: Date | null, end: Date | null, now: number): number | null {
  return start === null ? null : Math.max(0, (end?.getTime() ?? now) - start.getTime())
}
