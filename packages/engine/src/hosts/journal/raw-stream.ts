import { closeSync, fstatSync, openSync, readSync, truncateSync } from 'node:fs'
import { LineSplitter, type RawLine } from './line-splitter.ts'

const CHUNK_BYTES = 64 * 1024
const LINE_FEED = 0x0a
/** Shared by all streams of this process: it is filled and split up in one go. */
const chunk = Buffer.allocUnsafe(CHUNK_BYTES)

/** A raw output file that a process may still be appending to, read line by line. */
export interface RawStream {
  readonly name: 'stdout' | 'stderr'
  /** The next lines, and how many bytes were read for them; 0 bytes at the present end. */
  read(): { bytes: number; lines: RawLine[] }
  /** The last line, where it has no line break. Nothing may write any more. */
  end(): RawLine[]
  /** Goes back, or on, to an offset where a line, or a piece of one, begins. */
  seek(offset: number): void
  /** Empties a file of which more than `bytes` have been read and nothing is left to read; false where that is not so. */
  empty(bytes: number): boolean
  close(): void
}

/**
 * Null where the file is absent: it was never made, or has gone because all of it is in the journal. Reads are synchronous: the
 * bytes were written a moment ago, and a read that finds none takes 2 µs here and 60 through the thread pool.
 */
export function openRawStream(name: RawStream['name'], path: string, offset: number): RawStream | null {
  const file = openIfThere(path)
  if (file === null) return null
  let splitter = splitterAt(file, offset)
  return {
    name,
    read() {
      const bytes = readSync(file, chunk, 0, CHUNK_BYTES, splitter.position)
      return { bytes, lines: bytes === 0 ? [] : splitter.push(chunk.subarray(0, bytes)) }
    },
    end: () => splitter.end(),
    seek(to) {
      splitter = splitterAt(file, to)
    },
    empty(bytes) {
      if (splitter.position < bytes || fstatSync(file).size > splitter.position) return false
      truncateSync(path, 0)
      splitter = new LineSplitter(0, false)
      return true
    },
    close: () => closeSync(file),
  }
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** A file shorter than what was read of it has been emptied. */
function splitterAt(file: number, offset: number): LineSplitter {
  const start = offset <= fstatSync(file).size ? offset : 0
  return new LineSplitter(start, start > 0 && byteAt(file, start - 1) !== LINE_FEED)
}

function byteAt(file: number, offset: number): number | undefined {
  const byte = Buffer.alloc(1)
  return readSync(file, byte, 0, 1, offset) === 1 ? byte[0] : undefined
}
