import { closeSync, fstatSync, openSync, readSync, truncateSync } from 'node:fs'
import { LineSplitter, type RawLine, type Splitter } from './line-splitter.ts'
import { RecordSplitter } from './record-splitter.ts'

const CHUNK_BYTES = 64 * 1024
const LINE_FEED = 0x0a
/** Shared by all streams of this process: it is filled and split up in one go. */
const chunk = Buffer.allocUnsafe(CHUNK_BYTES)

/** A raw output file that a process may still be appending to, read line by line. */
export interface RawStream {
  readonly name: 'stdout' | 'stderr'
  readonly path: string
  /** The next lines, and how many bytes were read for them; 0 bytes at the present end. */
  read(): { bytes: number; lines: RawLine[] }
  /** The last line, where it has no line break. Nothing may write any more. */
  end(): RawLine[]
  /** Goes back, or on, to an offset where a line, or a piece of one, begins. */
  seek(offset: number): void
  /** Empties a file of which more than `bytes` have been read and nothing is left to read. @returns false when that is not so. */
  empty(bytes: number): boolean
  close(): void
}

export interface RawFile {
  name: RawStream['name']
  path: string
  /** `records`: a line is never cut. */
  holds: 'text' | 'records'
  /** What has been read of it. */
  offset: number
}

/**
 * Reads are synchronous: the bytes were written a moment ago, and a read that finds none takes 2 µs here and 60 through the thread pool.
 *
 * @returns null when the file is absent: it was never made, or has gone because all of it is in the journal
 */
export function openRawStream({ name, path, holds, offset }: RawFile): RawStream | null {
  const file = openIfThere(path)
  if (file === null) return null
  let splitter = splitterAt(file, holds, offset)
  return {
    name,
    path,
    read() {
      const bytes = readSync(file, chunk, 0, CHUNK_BYTES, splitter.position)
      return { bytes, lines: bytes === 0 ? [] : splitter.push(chunk.subarray(0, bytes)) }
    },
    end: () => splitter.end(),
    seek(to) {
      splitter = splitterAt(file, holds, to)
    },
    empty(bytes) {
      if (splitter.position < bytes || fstatSync(file).size > splitter.position) return false
      truncateSync(path, 0)
      splitter = splitterAt(file, holds, 0)
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
function splitterAt(file: number, holds: RawFile['holds'], offset: number): Splitter {
  const start = offset <= fstatSync(file).size ? offset : 0
  if (holds === 'records') return new RecordSplitter(start)
  return new LineSplitter(start, start > 0 && byteAt(file, start - 1) !== LINE_FEED)
}

function byteAt(file: number, offset: number): number | undefined {
  const byte = Buffer.alloc(1)
  return readSync(file, byte, 0, 1, offset) === 1 ? byte[0] : undefined
}
