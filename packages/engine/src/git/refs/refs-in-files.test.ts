import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ScratchRepository, scratchRepository } from '../fixtures/scratch-repository.ts'
import { refsInFiles } from './refs-in-files.ts'

const FOLDERS = ['refs/heads', 'refs/remotes', 'refs/tags']

/** Returns the refs as git lists them, in the form of `refsInFiles`. */
function listed(scratch: ScratchRepository): string[] {
  const format = '%(refname) %(symref)%(if)%(symref)%(then)%(else)%(objectname)%(end)'
  return scratch.git(['for-each-ref', `--format=${format}`, ...FOLDERS]).split('\n')
}

async function read(scratch: ScratchRepository): Promise<string[] | null> {
  const refs = await refsInFiles(join(scratch.path, '.git'), FOLDERS)
  return refs && [...refs.ids, ...refs.symbolic].map(([name, value]) => `${name} ${value}`).toSorted()
}

/** A repository with refs of every kind: packed, changed since, in folders, annotated, symbolic. */
function withRefs(): ScratchRepository {
  const scratch = scratchRepository()
  scratch.commit({ 'a.txt': '1' })
  for (const name of ['feature/one', 'feature/two', 'gone', 'ümlaut']) scratch.git(['branch', name])
  scratch.git(['tag', '-a', '-m', 'A tag', 'v1'])
  scratch.git(['update-ref', 'refs/remotes/origin/main', 'main'])
  scratch.git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main'])
  scratch.git(['update-ref', 'refs/notes/commits', 'main'])
  scratch.git(['pack-refs', '--all'])
  scratch.commit({ 'a.txt': '2' })
  scratch.git(['branch', '-f', 'feature/one', 'main'])
  scratch.git(['branch', '-D', 'gone'])
  scratch.git(['branch', 'loose'])
  mkdirSync(join(scratch.path, '.git/refs/heads/empty/folder'), { recursive: true })
  writeFileSync(join(scratch.path, '.git/refs/heads/held.lock'), '')
  return scratch
}

test('I2: the refs that an agent sees are those that git lists', async () => {
  const scratch = withRefs()
  expect(await read(scratch)).toEqual(listed(scratch).toSorted())
})

test('refs behind a link, and many refs, are left to git', async () => {
  const linked = withRefs()
  const refs = join(linked.path, '.git/refs')
  renameSync(join(refs, 'tags'), join(linked.folder, 'tags'))
  symlinkSync(join(linked.folder, 'tags'), join(refs, 'tags'))
  expect(await read(linked)).toBeNull()
  const many = withRefs()
  const commit = many.git(['rev-parse', 'main'])
  for (let number = 0; number < 501; number += 1)
    writeFileSync(join(many.path, '.git/refs/heads', `b${number}`), `${commit}\n`)
  expect(await read(many)).toBeNull()
})

test('refs are left to git when it removes their folder while they are read', async () => {
  const scratch = withRefs()
  const refs = join(scratch.path, '.git/refs')
  const stop = { now: false }
  const churn = (async () => {
    while (!stop.now) {
      mkdirSync(join(refs, 'heads/coming'), { recursive: true })
      await new Promise(setImmediate)
      rmSync(join(refs, 'heads/coming'), { recursive: true })
      await new Promise(setImmediate)
    }
  })()
  const all = listed(scratch).length
  for (let round = 0; round < 100; round += 1) expect([null, all]).toContain((await read(scratch))?.length ?? null)
  stop.now = true
  await churn
})
