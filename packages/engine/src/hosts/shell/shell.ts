import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Clock } from '../../ports/clock.ts'
import { type Log, silentLog } from '../../ports/log.ts'
import type { Shell, ShellRequest, ShellResult } from '../../ports/shell.ts'
import { usersUmask } from '../../workers/users-umask.ts'
import { runKillLadder } from '../family/kill-ladder.ts'
import { openProcessTable } from '../family/open-process-table.ts'
import { createFamily } from '../family/process-family.ts'
import { identify } from '../family/process-table.ts'
import { endOf } from '../journal/tail.ts'
import { printable } from '../text/printable.ts'
import type { Redact } from '../text/redact.ts'
import { spawned } from '../wrapper/spawned.ts'
import { LIFELINE_DRAINS, lifelineArguments, parseControl } from '../wrapper/wrapper.ts'

export interface ShellOptions {
  clock: Clock
  redact: Redact
  log?: Log
  /** The time between SIGTERM and SIGKILL (C1). */
  graceMs?: number
}

const DEFAULT_GRACE_MS = 5000
const MAX_OUTPUT_BYTES = 64 * 1024
/**
 * The redactor gets this many bytes more than the output may have. So it also sees the whole of a secret that the limit of the output would
 * cut in two.
 */
const MARGIN_BYTES = 4096
/** The longest delay of `setTimeout`. With a longer delay it calls back at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1
const KILLED = 137
const MARKER_VARIABLE = 'COPPICE_COMMAND_ID'

/** Makes the shell that runs verify, setup and teardown commands. If the server dies, its commands are killed. */
export function createShell(options: ShellOptions): Shell {
  const { clock, redact, log = silentLog, graceMs = DEFAULT_GRACE_MS } = options
  const table = openProcessTable()

  return {
    async run(request): Promise<ShellResult> {
      const startedAt = clock.now()
      const result = (how: ShellResult['how'], exitCode: number | null, output: string): ShellResult => ({
        how,
        exitCode,
        output: endOf(redact(printable(output.replaceAll('\r\n', '\n'))), MAX_OUTPUT_BYTES),
        durationMs: clock.now() - startedAt,
      })
      if (request.signal?.aborted) return result('aborted', null, '')
      const id = randomUUID()
      const child = await spawnWithLifeline(request, id)
      const family = createFamily(table, {
        marker: `${MARKER_VARIABLE}=${id}`,
        leader: identify(table, child.pid),
        watched: true,
      })
      const output = collect(child.stdio[1] as Readable, MAX_OUTPUT_BYTES + MARGIN_BYTES)
      const control = collect(child.stdio[3] as Readable, MARGIN_BYTES)
      const closed = new Promise((resolve) => child.once('close', resolve))
      const readControl = () => parseControl(control.text())
      const how = await endOfCommand(request, child, () => readControl().exitCode !== null, clock)
      const drains = () => readControl().drains
      const ladder = await runKillLadder({
        ...{ family, drains, drainCount: LIFELINE_DRAINS, ended: how === 'exited' },
        ...{ graceMs, clock, log, abandoned },
      })
      await closed
      return result(how, readControl().exitCode ?? (ladder.killed ? KILLED : null), output.text())
    },
  }
}

const abandoned = (): boolean => false

async function spawnWithLifeline(
  { command, cwd, env }: ShellRequest,
  id: string,
): Promise<ChildProcess & { pid: number }> {
  const child = spawn('/bin/sh', lifelineArguments(command, usersUmask()), {
    cwd,
    env: { ...env, [MARKER_VARIABLE]: id },
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore', 'pipe', 'pipe'],
  })
  return spawned(child)
}

/** Waits until the command ends, the time limit is reached or the signal aborts. @returns which of these was first */
function endOfCommand(
  { timeoutMs, signal }: ShellRequest,
  child: ChildProcess,
  hasExited: () => boolean,
  clock: Clock,
): Promise<ShellResult['how']> {
  const { promise, resolve } = Promise.withResolvers<ShellResult['how']>()
  const cancelTimer = clock.after(Math.min(timeoutMs, LONGEST_TIMER_MS), () => resolve('timed-out'))
  const onAbort = () => resolve('aborted')
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted) onAbort()
  child.stdio[3]?.on('data', () => hasExited() && resolve('exited'))
  child.once('exit', () => resolve('exited'))
  return promise.finally(() => {
    cancelTimer()
    signal?.removeEventListener('abort', onAbort)
  })
}

/** Collects the end of a stream in memory: at least its last `maxBytes` bytes, and at most one chunk more. */
function collect(stream: Readable, maxBytes: number): { text: () => string } {
  const chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    while (bytes - (chunks[0]?.length ?? 0) > maxBytes) bytes -= chunks.shift()?.length ?? 0
  })
  return { text: () => Buffer.concat(chunks).toString('utf8') }
}
