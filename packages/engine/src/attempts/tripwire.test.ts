import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
  const checkoutPatch = () => (fails ? Promise.reject(new Error('disk full')) : repository.checkoutPatch())
  const tripwire = new Tripwire({ ...repository, checkoutPatch }, join(scratch.folder, 'quarantine'))
  await tripwire.arm()
  writeFileSync(join(scratch.path, 'a.txt'), 'b\n')
  await expect(tripwire.check('task', [])).rejects.toThrow('disk full')
  fails = false
  expect(await tripwire.check('task', [])).toContain('changed meanwhile: files.')
  expect(await tripwire.check('task', [])).toBeNull()
})
