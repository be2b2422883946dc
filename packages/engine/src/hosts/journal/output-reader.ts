import type { SessionFact } from '../../domain/session-facts.ts'
import { outputOf } from '../../domain/session-output.ts'
import type { Agent } from '../../ports/agent.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { cleanFact } from '../text/clean-fact.ts'
import { printable } from '../text/printable.ts'
import type { Redact } from '../text/redact.ts'
import { copyRecord } from './copy-record.ts'
import type { Journal } from './journal.ts'
import type { RawLine } from './line-splitter.ts'
import { openRawStream, type RawStream } from './raw-stream.ts'
import type { SessionFolder } from './session-folder.ts'
import type { Tail } from './tail.ts'
import type { ToldFact } from './told-fact.ts'

/** The most that is read of one stream in one turn, so that a flood in one session does not delay the others. */
const MAX_BYTES_PER_TURN = 1024 * 1024
/** Beyond the journal's limit, a raw file of this size is emptied (R4). */
const EMPTY_RAW_ABOVE_BYTES = 4 * 1024 * 1024

/** Translates the raw output of one session to facts in its journal, from the byte where the journal stopped (R1). */
export interface OutputReader {
  /** Takes one turn. @returns true when something was read */
  read(): Promise<boolean>
  /** Reads all the rest, also last lines without a line break. Call it when no process writes any longer. */
  finish(): Promise<void>
  close(): void
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
    openRawStream({ name: 'stdout', path: folder.stdout, holds: parts.agent.stdout, offset: read.stdout }),
    openRawStream({ name: 'stderr', path: folder.stderr, holds: 'text', offset: read.stderr }),
  ].filter((stream) => stream !== null)

  return {
    async read() {
      let total = 0
      for (const stream of streams) total += await readTurn(parts, stream)
      return total > 0
    },
    async finish() {
      for (const stream of streams) {
        for (let bytes = -1; bytes !== 0; ) bytes = await readTurn(parts, stream)
        await store(parts, stream, stream.end())
      }
    },
    close() {
      for (const stream of streams) stream.close()
    },
  }
}

async function readTurn(parts: OutputReaderParts, stream: RawStream): Promise<number> {
  let total = 0
  for (let bytes = -1; bytes !== 0 && total < MAX_BYTES_PER_TURN; total += bytes) {
    const read = stream.read()
    bytes = read.bytes
    await store(parts, stream, read.lines)
  }
  if (total > 0) await emptyBeyondLimit(parts, stream)
  return total
}

/** If facts cannot be stored (the disk is full), their lines are read again next time. */
async function store(parts: OutputReaderParts, stream: RawStream, lines: readonly RawLine[]): Promise<void> {
  const last = lines.at(-1)
  if (last === undefined) return
  const { journal, clock, tail } = parts
  const { read } = await journal.state()
  const at = clock.now()
  const told = lines.flatMap((line) => factsOf(parts, stream, line, at))
  try {
    await journal.append(at, told, { read: { ...read, [stream.name]: last.end } })
  } catch (error) {
    stream.seek(read[stream.name])
    throw error
  }
  tail.add(told.map(({ fact }) => outputOf(fact)).filter((output) => output !== null))
  parts.onAppended()
}

function factsOf(parts: OutputReaderParts, { name, path }: RawStream, line: RawLine, at: number): ToldFact[] {
  const clean: Redact = (text) => parts.redact(printable(text))
  const { text, whole } = line
  if (whole === null) return factsOfText(parts, name, text, at).map((fact) => ({ fact: cleanFact(fact, clean) }))
  const fact: SessionFact = { type: 'Printed', stream: name, text: clean(text) }
  return [{ fact, writeWhole: (to, maxBytes) => copyRecord({ path, ...whole }, clean, to, maxBytes) }]
}

/** A kind of agent that throws is a defect of Coppice. The line is kept as plain text. */
function factsOfText(
  { agent, log }: OutputReaderParts,
  stream: RawStream['name'],
  line: string,
  at: number,
): readonly SessionFact[] {
  try {
    return agent.facts(stream, line, at)
  } catch (error) {
    log.error({ err: error, agent: agent.kind }, 'a line of an agent could not be read as facts')
    return [{ type: 'Printed', stream, text: line }]
  }
}

/**
 * R4: what is not stored does not stay on the disk either. Output that is written between the last read and the truncation is lost and
 * not counted. The drain appends, so it continues at the beginning of the file.
 */
async function emptyBeyondLimit({ journal, clock }: OutputReaderParts, stream: RawStream): Promise<void> {
  const { dropped, read } = await journal.state()
  if (dropped.lines === 0 || !stream.empty(EMPTY_RAW_ABOVE_BYTES)) return
  await journal.append(clock.now(), [], { read: { ...read, [stream.name]: 0 } })
}
