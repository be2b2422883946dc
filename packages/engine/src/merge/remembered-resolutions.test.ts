import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ScratchRepository, scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { type Log, silentLog } from '../ports/log.ts'
import { mergeMessage } from './merge-message.ts'
import { RememberedResolutions } from './remembered-resolutions.ts'

const message = (run: number, project = 'textkit'): string =>
  mergeMessage({ project, run, epic: 'core', task: 'parser', session: 4, title: 'Parse', verified: true })

function conflict(scratch: ScratchRepository) {
  const base = scratch.commit({ 'a.txt': 'base\n' })
  const [theirs, ours, merged] = ['theirs\n', 'ours\n', 'both\n'].map((text) => {
    scratch.git(['checkout', '-q', '--detach', base])
    return scratch.commit({ 'a.txt': text })
  })
  return { ours: ours ?? '', theirs: theirs ?? '', merged: merged ?? '' }
}

async function remembered(run: number, project?: string) {
  const scratch = scratchRepository()
  const { ours, theirs, merged } = conflict(scratch)
  const repository = await scratch.open()
  await repository.rememberResolution(ours, theirs, merged, message(run, project))
  const found = await repository.recallResolution(ours, theirs)
  if (found === null) throw new Error('nothing was remembered')
  const of = (number: number, createdAt: number) =>
    new RememberedResolutions(repository, silentLog, 'textkit', { number, createdAt })
  return { scratch, ours, theirs, found, of }
}

describe('S2: a run uses only resolutions that were remembered before it', () => {
  test('so one that another run stores meanwhile is not used', async () => {
    const { ours, theirs, found, of } = await remembered(3)
    expect(await of(4, found.time - 1).recall(ours, theirs)).toBeNull()
    expect(await of(4, found.time).recall(ours, theirs)).toEqual(found)
  })

  test('so its own are not used, even within the second in which it began', async () => {
    const { ours, theirs, found, of } = await remembered(3)
    expect(await of(3, found.time).recall(ours, theirs)).toBeNull()
  })
})

test('D4: the origin of a resolution names another project of the repository', async () => {
  const own = await remembered(3)
  expect(own.of(4, own.found.time).originOf(own.found)).toBe('run 3, task parser')
  const other = await remembered(3, 'website')
  expect(other.of(3, other.found.time).originOf(other.found)).toBe('run 3, task parser of project website')
  expect(await other.of(3, other.found.time).recall(other.ours, other.theirs)).toEqual(other.found)
})

test('D4: a resolution is not used after it was forgotten', async () => {
  const { ours, theirs, found, of } = await remembered(3)
  const resolutions = of(4, found.time)
  await resolutions.forget(found)
  expect(await resolutions.recall(ours, theirs)).toBeNull()
})

test('C2: a resolution that git cannot read is logged, and the conflict is resolved as without it', async () => {
  const { scratch, ours, theirs, found } = await remembered(3)
  const file = join(scratch.folder, 'commit')
  const commit = scratch.git(['cat-file', 'commit', found.commit])
  writeFileSync(file, `${commit.replace(/^tree \w+/, `tree ${'1'.repeat(40)}`)}\n`)
  const damaged = scratch.git(['hash-object', '-t', 'commit', '-w', '--literally', file])
  scratch.git(['update-ref', found.ref, damaged])
  const warned: string[] = []
  const log: Log = { ...silentLog, warn: (_, text) => void warned.push(text) }
  const run = { number: 4, createdAt: found.time }
  const resolutions = new RememberedResolutions(await scratch.open(), log, 'textkit', run)
  expect(await resolutions.recall(ours, theirs)).toBeNull()
  expect(warned).toEqual(['a remembered resolution of a conflict could not be used or stored'])
})
