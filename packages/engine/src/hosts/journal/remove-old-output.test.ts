import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { silentLog } from '../../ports/log.ts'
import { openProcessTable } from '../family/open-process-table.ts'
import type { HostParts } from '../session/host-parts.ts'
import { createListeners } from '../session/listeners.ts'
import { createJournalShelf } from './journal-shelf.ts'
import { removeOldOutput } from './remove-old-output.ts'
import { sessionFolder } from './session-folder.ts'

const DAY_MS = 86_400_000
const NOW = Date.parse('2026-11-24T12:00:00Z')
const ENDED = { end: { how: 'exited' as const, exitCode: 0 } }

function parts(): HostParts {
  const root = mkdtempSync(join(tmpdir(), 'coppice-output-'))
  const clock = { now: () => NOW, after: () => () => {}, random: () => 0 }
  return {
    ...{ root, clock, redact: (text) => text, redactOpen: (text) => text, log: silentLog, graceMs: 1 },
    ...{
      table: openProcessTable(),
      shelf: createJournalShelf(root, 1e6),
      listeners: createListeners(),
      openTextListeners: createListeners(),
      live: new Map(),
    },
  }
}

async function session(its: HostParts, { daysAgo, ended = true }: { daysAgo: number; ended?: boolean }) {
  const id = randomUUID()
  const journal = its.shelf.journal(id)
  const printed = ['one', 'x'.repeat(100_000)].map((text) => ({ type: 'Printed', stream: 'stdout', text }) as const)
  const claimed = { type: 'Claimed', claim: 'no-change-needed' } as const
  await journal.append(
    NOW,
    [...printed, claimed].map((fact) => ({ fact })),
    ended ? ENDED : {},
  )
  const at = new Date(NOW - daysAgo * DAY_MS)
  utimesSync(sessionFolder(its.root, id).journal, at, at)
  return { id, lines: async () => (await its.shelf.journal(id).output(0, 10)).map(({ text }) => text) }
}

it('R4: the output of sessions that ended long ago is removed once, and their end stays', async () => {
  const its = parts()
  const old = await session(its, { daysAgo: 31 })
  const young = await session(its, { daysAgo: 29 })
  const overflowOf = ({ id }: { id: string }) =>
    readdirSync(sessionFolder(its.root, id).path).filter((name) => name.startsWith('overflow'))
  const alive = await session(its, { daysAgo: 400, ended: false })
  const conversationOf = ({ id }: { id: string }) => sessionFolder(its.root, id).conversation
  for (const one of [old, young, alive]) writeFileSync(conversationOf(one), 'a conversation of a host')
  expect(await removeOldOutput(its, NOW - 30 * DAY_MS)).toBe(1)
  expect(await old.lines()).toEqual([expect.stringContaining('(2 lines) was removed')])
  expect(await its.shelf.journal(old.id).state()).toMatchObject({ ...ENDED, summary: { noChange: true } })
  expect(await young.lines()).toEqual(['one', expect.stringContaining('shortened')])
  expect(await alive.lines()).toHaveLength(2)
  expect([old, young, alive].map((one) => existsSync(conversationOf(one)))).toEqual([false, true, true])
  expect([old, young].map(overflowOf)).toEqual([[], ['overflow-2.txt']])

  const path = sessionFolder(its.root, old.id).journal
  utimesSync(path, new Date(0), new Date(0))
  expect(await removeOldOutput(its, NOW - 30 * DAY_MS)).toBe(0)
  expect(statSync(path).mtimeMs).toBe(0)
})
