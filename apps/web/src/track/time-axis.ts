/** Converts times to px. */
export interface TimeAxis {
  from: number
  to: number
  left: number
  right: number
  x: (at: number) => number
}

export function timeAxis(from: number, to: number, left: number, right: number): TimeAxis {
  const scale = (right - left) / Math.max(1, to - from)
  return { from, to, left, right, x: (at) => Math.round((left + (at - from) * scale) * 10) / 10 }
}

/** @returns the labels without those that would overlap the label before. */
export function spaced<T extends { x: number; width: number }>(labels: readonly T[]): T[] {
  const kept: T[] = []
  for (const label of labels) {
    const before = kept.at(-1)
    if (!before || label.x >= before.x + before.width) kept.push(label)
  }
  return kept
}
