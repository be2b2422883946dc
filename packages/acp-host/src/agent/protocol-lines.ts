/** A line with more bytes is dropped. The SDK would close the connection because of such a line, and the agent would end. */
const LONGEST_LINE = 32 * 1024 * 1024
const LINE_BREAK = 0x0a
const OPENS_OBJECT = 0x7b

export interface OtherOutput {
  /** It is called with each line that is no message of the protocol, without its line break. */
  onText: (line: string) => void
  /** It is called for each message that was too long, with its number of bytes. */
  onTooLong: (bytes: number) => void
}

/**
 * Passes on the lines of an agent's stdout that may be messages of the protocol, and takes out everything else. Some agents, and the programs
 * that start them, print other text there.
 */
export function protocolLines({ onText, onTooLong }: OtherOutput): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder()
  let parts: Uint8Array[] = []
  let bytes = 0
  const endLine = (controller: TransformStreamDefaultController<Uint8Array>) => {
    const line = parts
    const length = bytes
    parts = []
    bytes = 0
    if (length > LONGEST_LINE) onTooLong(length)
    else if (line.find((part) => part.length > 0)?.[0] === OPENS_OBJECT)
      for (const part of line) controller.enqueue(part)
    else {
      const text = decoder.decode(Buffer.concat(line)).trimEnd()
      if (text !== '') onText(text)
    }
  }
  const add = (part: Uint8Array) => {
    bytes += part.length
    // The bytes of a line that is too long are only counted.
    if (bytes <= LONGEST_LINE) parts.push(part)
    else parts = []
  }
  return new TransformStream({
    transform(chunk, controller) {
      let start = 0
      for (let end = chunk.indexOf(LINE_BREAK); end >= 0; end = chunk.indexOf(LINE_BREAK, start)) {
        add(chunk.subarray(start, end + 1))
        endLine(controller)
        start = end + 1
      }
      if (start < chunk.length) add(chunk.subarray(start))
    },
    flush: endLine,
  })
}
