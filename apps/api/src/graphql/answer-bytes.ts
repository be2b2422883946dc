/** The length of a value as JSON in UTF-8. It stops soon after `most`, so that a value that is too long is never serialised. */
export function answerBytes(value: unknown, most: number): number {
  let bytes = 0

  function visit(part: unknown): void {
    if (bytes > most) return
    if (Array.isArray(part)) visitArray(part)
    else if (typeof part === 'object' && part !== null && !('toJSON' in part)) visitObject(part)
    else bytes += jsonBytes(part)
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
    // Braces, a colon for each entry, and commas between entries.
    bytes += 2 + entries.length + Math.max(0, entries.length - 1)
    for (const [key, item] of entries) {
      if (bytes > most) return
      bytes += jsonBytes(key)
      visit(item)
    }
  }

  visit(value)
  return bytes
}

const jsonBytes = (part: unknown): number => Buffer.byteLength(JSON.stringify(part) ?? 'null')
