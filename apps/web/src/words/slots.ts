export const FEWEST_SLOTS = 1
export const MOST_SLOTS = 64

/** Reads a number of slots. A number outside of 1 to 64 becomes the nearest allowed number. @returns null when the text is not a number. */
export function slotsFrom(text: string): number | null {
  const digits = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN
  return Number.isNaN(digits) ? null : Math.min(MOST_SLOTS, Math.max(FEWEST_SLOTS, digits))
}
