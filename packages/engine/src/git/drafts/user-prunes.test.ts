import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FailPoint } from '../../ports/fail-points.ts'
import type { Repository } from '../../ports/git.ts'
import { createGit } from '../create-git.ts'
import { AS_USER, pruningGit } from '../fixtures/pruning-git.ts'
import { PROJECT, type ScratchRepository, scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'

const RUN = 'refs/heads/coppice/run-1'
const WORK = 'refs/heads/coppice/work/run-1/parser'

/** A repository with one commit. Whenever Coppice starts git, a user runs `git gc --prune=now` first. */
async function pruned() {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n', 'b.txt': 'b\n' })
  const env = { ...scratch.env, PATH: pruningGit(scratch.folder, scratch.path, scratch.env.PATH ?? '') }
  const repository = await createGit({ env }).open(scratch.path, null, PROJECT)
  return { scratch, base, repository, slot: join(scratch.folder, 'trees', 'slot-0') }
}

const missingIn = (scratch: ScratchRepository): string =>
  scratch.git(['fsck', '--full', '--no-dangling', '--no-progress'])

/** Makes a commit on a branch of its own, as the work of a task. */
function worked(
  scratch: ScratchRepository,
  from: string,
  key: string,
  files: Readonly<Record<string, string>>,
): string {
  scratch.git(['switch', '--quiet', '--create', `coppice/work/run-1/${key}`, from])
  const commit = scratch.commit(files)
  scratch.git(['switch', '--quiet', 'main'])
  return commit
}

test('D5: a user who prunes at every moment removes nothing of the work of an agent', async () => {
  const { scratch, base, repository, slot } = await pruned()
  const worktree = await repository.addWorktree(slot, base, WORK)
  scratch.commit({ 'one.txt': 'one\n' }, 'One', worktree.path)
  const single = await worktree.commitAll('Work\n', [])
  expect(scratch.git(['show', `${WORK}:one.txt`])).toBe('one')

  await worktree.reset(single, WORK, [])
  writeFiles(worktree.path, { 'new/uncommitted.txt': 'two\n', 'a.txt': 'changed\n' })
  const snapshot = await worktree.commitAll('Work\n', [])
  expect(scratch.git(['show', `${WORK}:new/uncommitted.txt`])).toBe('two')

  await worktree.reset(snapshot, WORK, [])
  scratch.commit({ 'three.txt': 'three\n' }, 'Three', worktree.path)
  scratch.commit({ 'four.txt': 'four\n' }, 'Four', worktree.path)
  writeFiles(worktree.path, { 'a.txt': 'stashed\n' })
  scratch.git(['stash', '--quiet'], worktree.path)
  writeFiles(worktree.path, { '.env': 'secret\n', 'five.txt': 'five\n' })
  scratch.git(['add', '--all'], worktree.path)
  scratch.git(['commit', '--quiet', '-m', 'Five'], worktree.path)
  const several = await worktree.commitAll('Work\n', [])
  const { tip } = await worktree.withholdLent(several, [snapshot], ['.env'])
  expect(scratch.git(['ls-tree', '-r', '--name-only', WORK]).split('\n')).toEqual(
    ['a.txt', 'b.txt', 'five.txt', 'four.txt', 'new/uncommitted.txt', 'one.txt', 'three.txt'].toSorted(),
  )
  expect(tip).toBe(scratch.git(['rev-parse', WORK]))
  expect(scratch.git(['show', `${worktree.leftBehind()?.ref}:a.txt`])).toBe('stashed')
  await worktree.remove()
  expect(missingIn(scratch)).toBe('')
})

test('I5: a user who prunes while an agent works removes nothing that setup wrote', async () => {
  const { scratch, base, repository, slot } = await pruned()
  const worktree = await repository.addWorktree(slot, base, WORK)
  writeFiles(worktree.path, { 'b.txt': 'of setup\n' })
  await worktree.noteSetup([])
  writeFiles(worktree.path, { 'work.txt': 'work\n' })
  await worktree.commitAll('Work\n', [])
  expect(scratch.git(['diff', '--name-only', base, WORK])).toBe('work.txt')
  expect(missingIn(scratch)).toBe('')
})

test('D5: a user who prunes at every moment removes no ignored file that is kept', async () => {
  const { scratch, repository, slot } = await pruned()
  const base = scratch.commit({ '.gitignore': '*.log\n' })
  const worktree = await repository.addWorktree(slot, base, WORK)
  await worktree.noteSetup([])
  writeFiles(worktree.path, { 'out.log': 'all that the agent wrote\n' })
  const ignored = await worktree.keepIgnored([])
  expect(scratch.git(['show', `${ignored?.ref}:out.log`])).toBe('all that the agent wrote')
  expect(missingIn(scratch)).toBe('')
})

test('D4: a user who prunes during a conflict session removes nothing of the merge in progress', async () => {
  const { scratch, base, repository, slot } = await pruned()
  const theirs = worked(scratch, base, 'other', { 'a.txt': 'theirs\n', 'c/merged.txt': 'theirs\n' })
  const ours = worked(scratch, base, 'parser', { 'a.txt': 'ours\n' })
  const worktree = await repository.addWorktree(slot, ours, WORK)
  expect(await worktree.beginMerge(theirs)).toEqual(['a.txt'])
  scratch.git(['gc', '--quiet', '--prune=now'])
  scratch.commit({ 'a.txt': 'both\n' }, 'Resolve', worktree.path)
  const tip = await worktree.commitAll('Work\n', [])
  expect(scratch.git(['show', `${tip}:c/merged.txt`])).toBe('theirs')
  expect(missingIn(scratch)).toBe('')
})

test('D1: a user who prunes at every moment removes nothing of a merge, its verify and its delivery', async () => {
  const { scratch, base, repository, slot } = await pruned()
  await repository.updateRef(RUN, base, null)
  const one = worked(scratch, base, 'one', { 'd/one.txt': 'one\n' })
  const two = worked(scratch, base, 'two', { 'd/two.txt': 'two\n' })
  const first = await merged(repository, base, one)
  expect(await repository.updateRef(RUN, first, base)).toBe(true)

  const second = await merged(repository, first, two)
  const verify = await repository.addWorktree(slot, second, null)
  expect(readdirSync(join(verify.path, 'd'))).toEqual(['one.txt', 'two.txt'])
  expect(await repository.updateRef(RUN, second, first)).toBe(true)
  await verify.remove()

  scratch.git(['switch', '--quiet', '--create', 'release', base])
  const release = scratch.commit({ 'release.txt': 'release\n' })
  scratch.git(['switch', '--quiet', 'main'])
  const target = await merged(repository, second, release)
  expect(await repository.fastForwardBranch('refs/heads/release', release, target)).toEqual({ ok: true })
  expect(scratch.git(['ls-tree', '-r', '--name-only', 'release']).split('\n')).toContain('d/two.txt')

  const delivered = await merged(repository, target, base)
  expect(await repository.fastForwardCheckout(scratch.path, 'refs/heads/main', base, delivered)).toEqual({ ok: true })
  expect(missingIn(scratch)).toBe('')
})

const merged = async (repository: Repository, ours: string, theirs: string): Promise<string> => {
  const result = await repository.mergeTree(ours, theirs)
  if (!result.clean) throw new Error('the commits conflict')
  return repository.commitTree(result.tree, [ours, theirs], 'Merge\n')
}

test('D4: a user who prunes at every moment removes no remembered resolution', async () => {
  const { scratch, base, repository } = await pruned()
  const ours = worked(scratch, base, 'one', { 'a.txt': 'ours\n' })
  const theirs = worked(scratch, base, 'two', { 'a.txt': 'theirs\n' })
  const resolution = worked(scratch, ours, 'three', { 'a.txt': 'both\n' })
  const message = 'Merge\n\nCoppice-Run: 1\nCoppice-Epic: x\nCoppice-Task: two\n'
  expect(await repository.rememberResolution(ours, theirs, resolution, message)).toBe(true)
  const recalled = await repository.recallResolution(ours, theirs)
  const commit = await repository.commitTree(recalled?.tree ?? '', [ours, theirs], 'Merge\n')
  expect(await repository.updateRef(RUN, commit, null)).toBe(true)
  expect(scratch.git(['show', `${RUN}:a.txt`])).toBe('both')
  expect(missingIn(scratch)).toBe('')
})

test('D5: a `git prune` that began before a ref moved and ends after it removes nothing that the ref contains', async () => {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  let doomed: string[] = []
  const reach = (point: FailPoint) => {
    if (point === 'objects.stored')
      doomed = scratch
        .git(['prune', '--dry-run', '--expire=now'])
        .split('\n')
        .filter((line) => line.endsWith(' blob'))
  }
  const repository = await createGit({ env: scratch.env, reach }).open(scratch.path, null, PROJECT)
  // This file exists without a ref, so git does not write it again when the agent's work is committed.
  writeFiles(scratch.folder, { 'same.txt': 'same\n' })
  scratch.git(['hash-object', '-w', join(scratch.folder, 'same.txt')])
  const slot = join(scratch.folder, 'trees', 'slot-0')
  const worktree = await repository.addWorktree(slot, base, WORK)
  writeFiles(worktree.path, { 'same.txt': 'same\n', 'other.txt': 'other\n' })
  await worktree.commitAll('Work\n', [])
  expect(doomed).toHaveLength(1)
  for (const [id = ''] of doomed.map((line) => line.split(' ')))
    rmSync(join(scratch.path, '.git/objects', id.slice(0, 2), id.slice(2)))
  expect(missingIn(scratch)).toBe('')
})

test('I5: when an object disappears that existed without a ref, the next try commits the work', async () => {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const prune = `${AS_USER} git -C '${scratch.path}' prune --expire=now`
  scratch.git(['config', 'filter.slow.clean', `${prune}; cat`])
  const repository = await scratch.open()
  writeFiles(scratch.folder, { 'same.txt': 'same\n' })
  scratch.git(['hash-object', '-w', join(scratch.folder, 'same.txt')])
  const slot = join(scratch.folder, 'trees', 'slot-0')
  const worktree = await repository.addWorktree(slot, base, WORK)
  writeFiles(worktree.path, {
    'b-same.txt': 'same\n',
    'c-last.txt': 'last\n',
    '.gitattributes': 'c-last.txt filter=slow\n',
  })
  await expect(worktree.commitAll('Work\n', [])).rejects.toThrow()
  await worktree.commitAll('Work\n', [])
  expect(scratch.git(['show', `${WORK}:b-same.txt`])).toBe('same')
  expect(missingIn(scratch)).toBe('')
})

/** Moves the branch of a run many times, each time to a new commit. */
async function moveOften(repository: Repository, base: string, times: number): Promise<void> {
  for (let number = 0; number < times; number += 1) {
    const tip = await repository.resolve(RUN)
    const from = tip ?? base
    const next = await repository.commitTree(await repository.tree(from), [from], `Merge ${number}\n`)
    expect(await repository.updateRef(RUN, next, tip)).toBe(true)
  }
}

const HERE = hostname().replaceAll(/[^\w.]/g, '_')

test('R4: many tasks leave few packs in the repository, and nothing of a server of this host that died', async () => {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const repository = await scratch.open()
  const objects = join(scratch.path, '.git/objects')
  const packs = join(objects, 'pack')
  writeFileSync(join(packs, 'pack-of-a-dead-server.keep'), `coppice ${HERE}-4194304\n`)
  writeFileSync(join(packs, 'pack-of-another-host.keep'), 'coppice another_host-4194304\n')
  writeFileSync(join(packs, 'pack-of-the-user.keep'), 'for a reason of mine\n')
  writeFileSync(join(packs, `pack-c0bb1ce0${'0'.repeat(32)}.pack`), 'a kill left this pack without its index')
  for (const folder of [objects, packs]) mkdirSync(join(folder, `coppice-${HERE}-4194304-dead`))
  mkdirSync(join(objects, 'coppice-another_host-4194304-alive'))
  await moveOften(repository, base, 40)
  expect(readdirSync(packs).filter((name) => name.endsWith('.pack')).length).toBeLessThan(33)
  expect(readdirSync(packs).filter((name) => name.endsWith('.keep'))).toEqual([
    'pack-of-another-host.keep',
    'pack-of-the-user.keep',
  ])
  expect([...readdirSync(objects), ...readdirSync(packs)].filter((name) => name.startsWith('coppice-'))).toEqual([
    'coppice-another_host-4194304-alive',
  ])
  expect(scratch.git(['rev-list', '--count', RUN])).toBe('41')
  expect(missingIn(scratch)).toBe('')
})

test("D5: Coppice removes no pack that the user's multi-pack-index names", async () => {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const repository = await scratch.open()
  await moveOften(repository, base, 20)
  scratch.git(['multi-pack-index', 'write'])
  await moveOften(repository, base, 20)
  expect(missingIn(scratch)).toBe('')
})

test('D5: when Coppice cannot clear up after a ref has moved, the ref has moved anyway', async () => {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const packs = join(scratch.path, '.git/objects/pack')
  const reach = (point: FailPoint) => {
    if (point !== 'objects.stored') return
    const [keep = ''] = readdirSync(packs).filter((name) => name.endsWith('.keep'))
    rmSync(join(packs, keep))
    mkdirSync(join(packs, keep))
  }
  const repository = await createGit({ env: scratch.env, reach }).open(scratch.path, null, PROJECT)
  await moveOften(repository, base, 1)
  expect(scratch.git(['rev-list', '--count', RUN])).toBe('2')
})

test('D1: a commit that is on no ref is not in the repository, and git refuses to put it on a ref without its objects', async () => {
  const scratch = scratchRepository()
  const base = scratch.commit({ 'a.txt': 'a\n' })
  const repository = await scratch.open()
  const draft = await repository.commitTree(await repository.tree(base), [base], 'Draft\n')
  expect(await repository.resolve(draft)).toBe(draft)
  expect(existsSync(join(scratch.path, '.git/objects', draft.slice(0, 2), draft.slice(2)))).toBe(false)
  const other = await scratch.open()
  await expect(other.updateRef(RUN, draft, null)).rejects.toThrow()
})
