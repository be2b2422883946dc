import { afterAll, beforeAll, expect, it } from 'vitest'
import { growth } from './growth.ts'
import { modelSessions } from './model-sessions.ts'
import { output } from './output.ts'
import { planning } from './planning.ts'
import { readers } from './readers.ts'
import { requests } from './requests.ts'
import { scheduling } from './scheduling.ts'
import type { Row } from './table.ts'
import { type WatchedServer, watchedServer } from './watched-server.ts'
import { oneMerge } from './whole-task/one-merge.ts'
import { wholeTask } from './whole-task/whole-task.ts'

/** The benches that measure a server share this one. */
let server: WatchedServer
beforeAll(async () => {
  server = await watchedServer()
}, 120_000)
afterAll(() => server.server.stop())

/**
 * Each bench at a size at which it measures nothing, but does all that it does at its full size. These are left out: `expertise`, which is
 * slow to fill its database, as `ledger` is, `memory`, which waits, and `throughput`, which installs other tools.
 */
const TOYS: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  scheduling: () => scheduling(2),
  planning: () => planning(100),
  growth: () => growth({ tasks: 20, plays: 1 }, [{ tasks: 40, plays: 1 }]),
  output: () => output({ agents: 2, linesASecond: 20, seconds: 1, subscribers: 1 }, server),
  readers: () => readers({ tasks: 3, greedy: 2, sockets: 1, rounds: 1 }, server),
  requests: () => requests({ agents: 2, aSecond: 2, seconds: 1 }, server),
  'model sessions': () => modelSessions({ sessions: 2, seconds: 1, starts: 1 }, server),
  'whole task': () => wholeTask([{ files: 3, tasks: 1, limit: 1 }], [1, 2], 1),
  'one merge': () => oneMerge(3, 1),
}

/** These figures do not depend on the speed of the machine. */
const LOSSES = /^(?:lines lost|requests lost|output tokens lost)/

it.each(Object.entries(TOYS))(
  'the bench of %s runs at a small size, and loses nothing',
  { timeout: 300_000 },
  async (_, bench) => {
    const rows = await bench()
    expect(rows.filter(({ is }) => !Number.isFinite(is))).toEqual([])
    expect(rows.filter(({ what, is }) => LOSSES.test(what) && is !== 0)).toEqual([])
  },
)
