import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { scratchRepository } from '../git/fixtures/scratch-repository.ts'
import { Tripwire } from './tripwire.ts'

test('I2: a setting that changed during an attempt is named, and its values are copied', async () => {
  const scratch = scratchRepository()
  scratch.commit({ 'a.txt': 'a\n' })
  const repository = await scratch.open()
  const config = join(scratch.path, '.git/config')
  const tripwire = new Tripwire(repository, join(scratch.folder, 'quarantine'))
  await tripwire.arm()
  scratch.git(['config', 'core.bare', 'true'])
  const found = await tripwire.check('task', [])
  expect(found).toContain('changed meanwhile: index, config or hooks (core.bare).')
  const setting = `core.bare=true in ${config} hides the checkout at ${scratch.path} from git`
  expect(found).toContain(`${setting}; if you did not set it, run \`git config --file '${config}' core.bare false\`.`)
  const copy = readFileSync(join(scratch.folder, 'quarantine/task.patch'), 'utf8')
  expect(copy).toContain('# removed: core.bare = "false"\n# added: core.bare = "true"\n')
})

test('I2: a change whose copy could not be made is reported by the next check', async () => {
  const scratch = scratchRepository()
  scratch.commit({ 'a.txt': 'a\n' })
  const repository = await scratch.open()
  let fails = true
  const checkoutPatch: typeof repository.checkoutPatch = (since) =>
    fails ? Promise.reject(new Error('disk full')) : repository.checkoutPatch(since)
  const tripwire = new Tripwire({ ...repository, checkoutPatch }, join(scratch.folder, 'quarantine'))
  await tripwire.arm()
  writeFileSync(join(scratch.path, 'a.txt'), 'b\n')
  await expect(tripwire.check('task', [])).rejects.toThrow('disk full')
  fails = false
  expect(await tripwire.check('task', [])).toContain('changed meanwhile: files.')
  expect(await tripwire.check('task', [])).toBeNull()
})

test('I2: the copy has no data that was there before the run, and at most 50 MiB of the new', async () => {
  const scratch = scratchRepository()
  scratch.commit({ 'a.txt': 'a\n' })
  scratch.git(['config', 'core.bigFileThreshold', '1m'])
  const write = (name: string, content: string | Buffer) => writeFileSync(join(scratch.path, name), content)
  write('old.txt', 'old\n')
  write('edited.txt', 'old\n')
  for (const name of ['old.txt', 'edited.txt']) await untilOlder(join(scratch.path, name))
  const repository = await scratch.open()
  const tripwire = new Tripwire(repository, join(scratch.folder, 'quarantine'))
  await tripwire.arm()
  write('edited.txt', 'edited by an agent\n')
  write('new.txt', 'new\n')
  write('staged.bin', Buffer.alloc(51 * 1024 * 1024))
  scratch.git(['add', 'staged.bin'])
  write('large.bin', Buffer.alloc(51 * 1024 * 1024))
  const found = await tripwire.check('task', [])
  expect(found).toContain('The copy has at most 50 MiB of files. It lacks 2 of them, which its first lines name.')
  const copy = readFileSync(join(scratch.folder, 'quarantine/task.patch'), 'utf8')
  expect(copy).toContain('# not copied: "large.bin"\n# not copied: "staged.bin"\n')
  const added = [...copy.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, name]) => name)
  expect(added).toEqual(['edited.txt', 'new.txt'])
  expect(copy).not.toContain('GIT binary patch')
})

/** Waits until a file counts as older than a run that starts now. */
const untilOlder = (path: string) =>
  until(`the age of ${path}`, async () => statSync(path).ctimeMs < Date.now() - 1_100)
