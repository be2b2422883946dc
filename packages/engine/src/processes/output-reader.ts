import { type FileHandle, open, truncate } from 'node:fs/promises'
import type { SessionMetrics } from '../domain/records.ts'
import type { Agent, DecodedLine } from '../ports/agent.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Journal, NewEntry } from './journal.ts'
import { addMetrics } from './journal-state.ts'
import { LineSplitter, type RawLine } from './line-splitter.ts'
import { printable } from './printable.ts'
import type { Redact } from './redact.ts'
import type { SessionFolder } from './session-folder.ts'
import type { Tail } from './tail.ts'

const CHUNK_BYTES = 64 * 1024
/** Of one stream in one go, so that a flood of one session does not keep the others waiting. */
const MAX_BYTES_PER_TURN = 1024 * 1024
/** Beyond the journal's limit a raw file is emptied when it has grown this much. */
const EMPTY_RAW_ABOVE_BYTES = 4 * 1024 * 1024
const LINE_FEED = 0x0a

type StreamName = 'stdout' | 'stderr'
interface Stream {
  name: StreamName
  path: string
  file: FileHandle
  splitter: LineSplitter
}

/** Carries the raw output of one session into its journal, from the byte where the journal stopped (R1). */
export interface OutputReader {
  /** One turn; true where something was read. */
  read(): Promise<boolean>
  /** All the rest, last lines without a line break included. Nothing may write any more. */
  finish(): Promise<void>
  close(): Promise<void>
}

export interface OutputReaderParts {
  folder: SessionFolder
  journal: Journal
  agent: Agent
  clock: Clock
  redact: Redact
  log: Log
  tail: Tail
  onAppended: () => void
}

export async function openOutputReader(parts: OutputReaderParts): Promise<OutputReader> {
  const { folder, journal } = parts
  const { read } = await journal.state()
  const streams = [
    await openStream('stdout', folder.stdout, read.stdout),
    await openStream('stderr', folder.stderr, read.stderr),
  ].flatMap((stream) => stream ?? [])
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)

  async function readChunk(stream: Stream): Promise<number> {
    const { bytesRead } = await stream.file.read(buffer, 0, CHUNK_BYTES, stream.splitter.position)
    if (bytesRead === 0) return 0
    try {
      await store(parts, stream.name, stream.splitter.push(buffer.subarray(0, bytesRead)))
    } catch (error) {
      stream.splitter = await splitterAt(stream.file, (await journal.state()).read[stream.name])
      throw error
    }
    return bytesRead
  }

  async function readTurn(stream: Stream): Promise<number> {
    let total = 0
    for (let bytes = -1; bytes !== 0 && total < MAX_BYTES_PER_TURN; total += bytes) bytes = await readChunk(stream)
    if (total > 0) await emptyBeyondLimit(parts, stream)
    return total
  }

  return {
    async read() {
      let total = 0
      for (const stream of streams) total += await readTurn(stream)
      return total > 0
    },
    async finish() {
      for (const stream of streams) {
        for (let bytes = -1; bytes !== 0; ) bytes = await readTurn(stream)
        await store(parts, stream.name, stream.splitter.end())
      }
    },
    async close() {
      for (const stream of streams) await stream.file.close()
    },
  }
}

/** Null where the file is absent: it was never made, or has gone because all of it is in the journal. */
async function openStream(name: StreamName, path: string, offset: number): Promise<Stream | null> {
  try {
    const file = await open(path, 'r')
    return { name, path, file, splitter: await splitterAt(file, offset) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** A file shorter than what was read of it has been emptied. */
async function splitterAt(file: FileHandle, offset: number): Promise<LineSplitter> {
  const start = offset <= (await file.stat()).size ? offset : 0
  return new LineSplitter(start, await isWithinLine(file, start))
}

async function isWithinLine(file: FileHandle, offset: number): Promise<boolean> {
  if (offset === 0) return false
  const before = Buffer.alloc(1)
  await file.read(before, 0, 1, offset - 1)
  return before[0] !== LINE_FEED
}

async function store(parts: OutputReaderParts, stream: StreamName, lines: readonly RawLine[]): Promise<void> {
  const last = lines.at(-1)
  if (last === undefined) return
  const { journal, clock, tail } = parts
  const { read, ...state } = await journal.state()
  const decoded = lines.map((line) => decode(parts, stream, line.text))
  const entries = decoded.flatMap((line) => line.entries.map((entry) => clean(parts, entry)))
  await journal.append(clock.now(), entries, {
    read: { ...read, [stream]: last.end },
    metrics: decoded.reduce<SessionMetrics>((sum, line) => addMetrics(sum, line.usage), state.metrics),
    noChange: state.noChange || decoded.some((line) => line.noChange === true),
  })
  tail.add(entries)
  parts.onAppended()
}

/** A decoder that fails is a defect of ours, and no reason to lose what the agent said. */
function decode({ agent, log }: OutputReaderParts, stream: StreamName, line: string): DecodedLine {
  try {
    return agent.decode(stream, line)
  } catch (error) {
    log.error({ err: error, agent: agent.kind }, 'a line of an agent could not be decoded')
    return { entries: [{ kind: stream === 'stdout' ? 'STDOUT' : 'STDERR', text: line }] }
  }
}

const clean = ({ redact }: OutputReaderParts, entry: NewEntry): NewEntry => ({
  kind: entry.kind,
  text: redact(printable(entry.text)),
})

/**
 * R4: what is not stored does not stay on the disk either. All of the file has been read; what comes between reading and
 * emptying is lost uncounted. The drain appends, so that it goes on at the beginning.
 */
async function emptyBeyondLimit({ journal, clock }: OutputReaderParts, stream: Stream): Promise<void> {
  const { position } = stream.splitter
  if (position < EMPTY_RAW_ABOVE_BYTES) return
  const { dropped, read } = await journal.state()
  if (dropped.lines === 0 || (await stream.file.stat()).size > position) return
  await truncate(stream.path, 0)
  stream.splitter = new LineSplitter(0, false)
  await journal.append(clock.now(), [], { read: { ...read, [stream.name]: 0 } })
}
