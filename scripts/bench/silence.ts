import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { agents, createSessionHosts, silentLog, systemClock } from '../../packages/engine/src/index.ts'
import { tempFolder, until } from '../../packages/testkit/src/index.ts'
import type { Row } from './table.ts'

/** Measures how much processor time this process uses for sessions whose agents print nothing. */
export async function silence(sessions = 64, seconds = 5): Promise<Row[]> {
  const root = tempFolder('bench')
  const gate = join(root, 'gate')
  execFileSync('mkfifo', [gate])
  const agent = agents.get('command')
  if (agent === undefined) throw new Error('there is no agent of the kind command')
  const hosts = createSessionHosts({
    root,
    clock: systemClock,
    redact: (text) => text,
    redactOpen: (text) => text,
    log: silentLog,
  })
  const ids = Array.from({ length: sessions }, () => randomUUID())
  const running = await Promise.all(
    ids.map((sessionId) =>
      hosts.start({
        sessionId,
        agent,
        command: `echo ready; read -r _ < ${gate}`,
        cwd: root,
        env: { PATH: process.env.PATH ?? '' },
        limits: { timeoutMs: 600_000, stallMs: 600_000, startedAt: Date.now() },
      }),
    ),
  )
  await until('the first line of every session', () => ids.every((id) => hosts.lastLine(id) === 'ready'))
  const before = process.cpuUsage()
  const since = performance.now()
  await sleep(seconds * 1_000)
  const used = process.cpuUsage(before)
  const share = (used.user + used.system) / 1_000 / (performance.now() - since)
  for (const session of running) session.stop('cancelled')
  await Promise.all(running.map((session) => session.ended))
  await hosts.close()
  return [{ what: `share of one processor for ${sessions} silent sessions`, is: share, limit: 0.25 }]
}
