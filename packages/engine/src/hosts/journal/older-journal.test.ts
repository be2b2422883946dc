import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { fixture } from '../fixtures/fixture.ts'
import { openJournal } from './journal.ts'
import { type SessionFolder, sessionFolder } from './session-folder.ts'

/** Copies the folder of a session whose journal an older version wrote: it contains output, not facts. */
function olderSession(): SessionFolder {
  const root = mkdtempSync(join(tmpdir(), 'coppice-older-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const folder = sessionFolder(root, randomUUID())
  cpSync(fixture('older-session'), folder.path, { recursive: true })
  return folder
}

const NO_LIMIT = Number.MAX_SAFE_INTEGER
const OUTPUT = [
  '1 NOTICE Coppice says a word before the start.',
  '2 STDOUT two of stdout',
  '3 STDERR a warning',
  '4 STDOUT {"sequence":9}',
  '5 STDOUT line separator \u2028 here',
  '6 STDOUT COPPICE: no change needed',
  '7 STDOUT COPPICE: provider limit for 2h',
]

it('R1: a journal of an older version has output, facts and the end of the session', async () => {
  const journal = openJournal(olderSession(), NO_LIMIT)
  const output = await journal.output(0, 100)
  expect(output.map(({ sequence, kind, text }) => `${sequence} ${kind} ${text}`)).toEqual(OUTPUT)
  expect(await journal.output(5, 1)).toEqual(output.slice(5, 6))
  const facts = await journal.facts(0, 100)
  expect(facts.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(facts.slice(0, 3)).toMatchObject([
    { type: 'Noticed', text: 'Coppice says a word before the start.' },
    { type: 'Printed', stream: 'stdout', text: 'two of stdout' },
    { type: 'Printed', stream: 'stderr', text: 'a warning' },
  ])
  const { end, summary, read } = await journal.state()
  expect(end).toEqual({ how: 'exited', exitCode: 7 })
  expect(summary).toMatchObject({ noChange: true, limit: null, failure: null })
  expect(read).toEqual({ stdout: 110, stderr: 10 })
})

it('R2: new facts follow the lines of an older version with the next numbers, also after an incomplete line', async () => {
  const folder = olderSession()
  const lines = readFileSync(folder.journal, 'utf8').split('\n')
  // The file ends as if the older server had died within its fourth batch.
  truncateSync(folder.journal, Buffer.byteLength(`${lines.slice(0, 7).join('\n')}\n`) + 40)
  const journal = openJournal(folder, NO_LIMIT)
  expect((await journal.state()).read).toEqual({ stdout: 14, stderr: 10 })
  const claimed = { type: 'Claimed', claim: 'no-change-needed' } as const
  const printed = { type: 'Printed', stream: 'stdout', text: 'new' } as const
  await journal.append(1, [{ fact: claimed }, { fact: printed }], {})
  for (const reader of [journal, openJournal(folder, NO_LIMIT)]) {
    const output = await reader.output(0, 100)
    expect(output.map(({ sequence, kind, text }) => `${sequence} ${kind} ${text}`)).toEqual([
      ...OUTPUT.slice(0, 3),
      '4 STDOUT new',
    ])
    expect((await reader.facts(3, 100)).map(({ sequence, type }) => `${sequence} ${type}`)).toEqual([
      '4 Claimed',
      '5 Printed',
    ])
  }
})
