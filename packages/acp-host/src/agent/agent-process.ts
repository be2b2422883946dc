import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable, Writable } from 'node:stream'
import { setTimeout as after } from 'node:timers/promises'
import { ndJsonStream, type Stream } from '@agentclientprotocol/sdk'
import { KeptEnd } from '../trouble/whole-words.ts'
import { type OtherOutput, protocolLines } from './protocol-lines.ts'

/** At most this many of the last characters of the agent's stderr are kept, to explain why the agent ended. */
const KEPT_STDERR = 2_000
/** How long an agent may take to end after the end of its input, and then after SIGTERM, in ms. */
const END_MS = 1_500
/** For how long after the end of an agent its output is still read, in ms. */
const READ_MS = 300

export interface AgentCommand {
  program: string
  args: readonly string[]
  env: Record<string, string | undefined>
  cwd: string
}

/** The process of an agent. */
export interface AgentProcess {
  stream: Stream
  /** Resolves when the process has ended, or could not be started. */
  ended: Promise<AgentEnd>
  /** Ends the process: its input ends, then it gets SIGTERM, then SIGKILL. */
  stop(): Promise<void>
}

export interface AgentEnd {
  /** The exit code, or the name of the signal, or the code of the error for which the program could not be started. */
  how: { code: number } | { signal: string } | { notStarted: string }
  /** The end of what the agent printed on stderr. It begins with a whole word, because a part of a key is not recognized as a secret. */
  stderr: string
}

/** @param onStderr is called with what the agent prints on stderr */
export function startAgent(
  { program, args, env, cwd }: AgentCommand,
  { onStderr, ...other }: OtherOutput & { onStderr: (chunk: Buffer) => void },
): AgentProcess {
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
  const stderr = new KeptEnd(KEPT_STDERR)
  child.stderr.on('data', (chunk: Buffer) => {
    stderr.add(chunk.toString())
    onStderr(chunk)
  })
  const closed = once(child, 'close').catch(() => {})
  // The agent may end while a message is written to it. The end is reported by `ended`.
  child.stdin.on('error', () => {})
  const ended = new Promise<AgentEnd['how']>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => resolve({ notStarted: error.code ?? error.message }))
    child.on('exit', (code, signal) => resolve(code === null ? { signal: signal ?? 'unknown' } : { code }))
  }).then(async (how) => {
    // What it printed last is read. A tool that is still alive may keep the pipe open.
    await Promise.race([closed, after(READ_MS)])
    return { how, stderr: stderr.text }
  })
  const output = Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>
  return {
    stream: ndJsonStream(
      Writable.toWeb(child.stdin) as WritableStream<Uint8Array>,
      output.pipeThrough(protocolLines(other)),
    ),
    ended,
    async stop() {
      const over = ended.then(() => true)
      const within = () => Promise.race([over, after(END_MS).then(() => false)])
      child.stdin.end()
      if (await within()) return
      child.kill('SIGTERM')
      if (await within()) return
      child.kill('SIGKILL')
    },
  }
}
