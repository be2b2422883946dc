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
 * Copies a record that is too long for the memory from a raw file, and cleans it piece by piece (A2). Pieces are cut as lines of text are,
 * so a token stays whole.
 *
 * @returns how many bytes were written, at most `maxBytes`
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
