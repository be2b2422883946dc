import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { cutPoint, MAX_LINE_BYTES } from './line-splitter.ts'
import { FILE_MODE } from './session-folder.ts'

export interface RecordPlace {
  path: string
  start: number
  end: number
}

/**
 * Copies a record from a raw file to another file, and redacts secrets in it (A2). The record may be too long for the memory, so it is
 * copied in pieces. `cutPoint` ends a piece between two words where it can, because `clean` does not recognize a secret that is cut in two.
 *
 * @param clean removes secrets and control characters
 * @returns the number of bytes that were written, at most `maxBytes`
 */
export async function copyRecord(
  { path, start, end }: RecordPlace,
  clean: (text: string) => string,
  to: string,
  maxBytes: number,
): Promise<number> {
  const file = await open(to, 'w', FILE_MODE)
  try {
    let written = 0
    for await (const piece of piecesOf(createReadStream(path, { start, end: end - 1 }))) {
      if (written >= maxBytes) break
      const bytes = Buffer.from(clean(piece.toString('utf8'))).subarray(0, maxBytes - written)
      await file.writeFile(bytes)
      written += bytes.length
    }
    return written
  } finally {
    await file.close()
  }
}

async function* piecesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    pending = Buffer.concat([pending, chunk])
    while (pending.length > MAX_LINE_BYTES) {
      const cut = cutPoint(pending, 0)
      yield pending.subarray(0, cut)
      pending = pending.subarray(cut)
    }
  }
  yield pending
}
