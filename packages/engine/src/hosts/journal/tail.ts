import type { Output } from '../../domain/session-output.ts'

export const MAX_TAIL_BYTES = 16 * 1024
/** The tail keeps at most this number of characters of the last line, about as many as a wide screen shows. */
const MAX_LAST_LINE = 500

/** The end of a session's output, in memory. Messages of Coppice are not part of it. */
export interface Tail {
  add(entries: readonly Output[]): void
  /** Returns at most 16 KiB of text. If there was more output, the text starts at the beginning of a line. */
  text(): string
  /** Returns the last line that is not blank. */
  lastLine(): string | null
}

export function createTail(): Tail {
  let lines: string[] = []
  let bytes = 0
  let lastLine: string | null = null

  function add(entry: Output): void {
    if (entry.kind === 'NOTICE') return
    lines.push(entry.text)
    bytes += Buffer.byteLength(entry.text) + 1
    const line = entry.text.split('\n').findLast((one) => one.trim() !== '')
    if (line !== undefined) lastLine = line.slice(0, MAX_LAST_LINE)
  }

  function forget(): void {
    let from = 0
    for (; bytes > MAX_TAIL_BYTES && from < lines.length - 1; from += 1)
      bytes -= Buffer.byteLength(lines[from] ?? '') + 1
    lines = lines.slice(from)
  }

  return {
    add(entries) {
      for (const entry of entries) add(entry)
      if (bytes > MAX_TAIL_BYTES) forget()
    },
    text: () => endOf(lines.join('\n'), MAX_TAIL_BYTES),
    lastLine: () => lastLine,
  }
}

/** Returns the last `maxBytes` bytes of a text. If the first character is cut, it is left out. */
export function endOf(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= maxBytes) return text
  let from = bytes.length - maxBytes
  while (((bytes[from] ?? 0) & 0xc0) === 0x80) from += 1
  return bytes.subarray(from).toString('utf8')
}
