/**
 * Calculates the length of a value as JSON in UTF-8, without serialising it. It stops counting soon after `most` bytes.
 * @returns the length in bytes; for a longer value, some number above `most`
 */
export function jsonBytes(value: unknown, most: number): number {
  let bytes = 0

  function visit(part: unknown): void {
    if (bytes > most) return
    if (Array.isArray(part)) visitArray(part)
    else if (typeof part === 'object' && part !== null && !('toJSON' in part)) visitObject(part)
    else bytes += bytesOf(part)
  }

  function visitArray(part: readonly unknown[]): void {
    bytes += 2 + Math.max(0, part.length - 1)
    for (const item of part) {
      if (bytes > most) return
      visit(item)
    }
  }

  function visitObject(part: object): void {
    const entries = Object.entries(part).filter(([, item]) => item !== undefined)
    // Count the braces, a colon for each entry, and the commas between entries.
    bytes += 2 + entries.length + Math.max(0, entries.length - 1)
    for (const [key, item] of entries) {
      if (bytes > most) return
      bytes += bytesOf(key)
      visit(item)
    }
  }

  visit(value)
  return bytes
}

const bytesOf = (part: unknown): number => Buffer.byteLength(JSON.stringify(part) ?? 'null')
