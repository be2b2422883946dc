import type { IncomingMessage } from 'node:http'

/** Reads the body of a request as JSON. @returns undefined when the body is longer than `mostBytes` or is not JSON. */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) return undefined
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch {
    return undefined
  }
}
