import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { RESOLUTION_REFS } from '../../domain/naming.ts'
import { mergeMessage } from '../../merge/merge-message.ts'
import { systemClock } from '../../ports/clock.ts'
import { noFailPoints } from '../../ports/fail-points.ts'
import type { Repository } from '../../ports/git.ts'
import { GitExec } from '../exec/git-exec.ts'
import { type ScratchRepository, scratchRepository } from '../fixtures/scratch-repository.ts'
import { openRepository } from '../open-repository.ts'
import { rememberResolution } from './remember-resolution.ts'

const MESSAGE = mergeMessage({
  project: 'p',
  run: 3,
  epic: 'core',
  task: 'parser',
  session: 4,
  title: 'Parse',
  verified: true,
})

type Files = Readonly<Record<string, string>>
interface Conflict {
  base: Files
  ours: Files
  theirs: Files
}

const CONFLICT: Conflict = {
  base: { 'a.txt': 'a\n', 'dir/b.txt': 'b\n' },
  ours: { 'a.txt': 'ours\n', 'dir/b.txt': 'ours\n' },
  theirs: { 'a.txt': 'theirs\n', 'dir/b.txt': 'theirs\n' },
}
const RESOLVED = { 'a.txt': 'both\n', 'dir/b.txt': 'both\n' }

/** Commits the base and the two sides of a conflict. `more` are files without a conflict, which all three commits contain. */
function commitSides(scratch: ScratchRepository, { base, ours, theirs }: Conflict, more: Files = {}) {
  scratch.commit({ ...base, ...more })
  const start = scratch.git(['rev-parse', 'HEAD'])
  const sides = [theirs, ours].map((files) => {
    scratch.git(['reset', '-q', '--hard', start])
    return scratch.commit(files)
  })
  return { ours: sides[1] as string, theirs: sides[0] as string }
}

/** Commits the result of a merge on top of `ours`, as a person would. */
function resolve(scratch: ScratchRepository, ours: string, files: Files): string {
  scratch.git(['checkout', '-q', '--detach', ours])
  return scratch.commit(files)
}

const refs = (repository: Repository) => repository.refs(RESOLUTION_REFS)

describe('D4: a remembered resolution', () => {
  test('resolves the same conflict between other commits, and names the run and the task', async () => {
    const scratch = scratchRepository()
    const first = commitSides(scratch, CONFLICT)
    const repository = await scratch.open()
    expect(await repository.recallResolution(first.ours, first.theirs)).toBeNull()
    const merged = resolve(scratch, first.ours, RESOLVED)
    expect(await repository.rememberResolution(first.ours, first.theirs, merged, MESSAGE)).toBe(true)

    scratch.git(['checkout', '-q', '--orphan', 'other'])
    const again = commitSides(scratch, CONFLICT, { 'c.txt': 'c\n' })
    const recalled = await repository.recallResolution(again.ours, again.theirs)
    expect(recalled).toMatchObject({ project: 'p', run: 3, task: 'parser' })
    const { ours, theirs } = again
    const commit = await repository.commitTree(recalled?.tree ?? '', [ours, theirs], 'Merge\n')
    await repository.updateRef('refs/heads/merged', commit, null)
    expect(scratch.git(['ls-tree', '-r', '--name-only', commit])).toBe('a.txt\nc.txt\ndir/b.txt')
    expect([scratch.git(['show', `${commit}:a.txt`]), scratch.git(['show', `${commit}:dir/b.txt`])]).toEqual([
      'both',
      'both',
    ])
    expect(scratch.git(['ls-tree', '-r', '--name-only', recalled?.commit ?? ''])).toBe('a.txt\ndir/b.txt')
    expect(scratch.git(['log', '-1', '--format=%P', recalled?.commit ?? ''])).toBe('')
  })

  test('of files that both sides added is remembered, in a repository with sha256 too', async () => {
    const scratch = scratchRepository({ objectFormat: 'sha256' })
    const { ours, theirs } = commitSides(scratch, { base: {}, ours: { 'new ✓': '1\n' }, theirs: { 'new ✓': '2\n' } })
    const repository = await scratch.open()
    await repository.rememberResolution(ours, theirs, resolve(scratch, ours, { 'new ✓': '3\n' }), MESSAGE)
    const recalled = await repository.recallResolution(ours, theirs)
    expect(scratch.git(['show', `${recalled?.tree}:new ✓`])).toBe('3')
  })

  test.each<[string, Partial<Conflict>]>([
    ['the base', { base: { 'a.txt': 'x\n', 'dir/b.txt': 'b\n' } }],
    ['our side', { ours: { ...CONFLICT.ours, 'a.txt': 'x\n' } }],
    ['their side', { theirs: { ...CONFLICT.theirs, 'a.txt': 'x\n' } }],
    ['the set of files in conflict', { theirs: { 'a.txt': 'theirs\n' } }],
  ])('is not used when %s differs', async (_, other) => {
    const scratch = scratchRepository()
    const { ours, theirs } = commitSides(scratch, CONFLICT)
    const repository = await scratch.open()
    await repository.rememberResolution(ours, theirs, resolve(scratch, ours, RESOLVED), MESSAGE)
    const next = commitSides(scratch, { ...CONFLICT, ...other })
    expect(await repository.mergeTree(next.ours, next.theirs)).toMatchObject({ clean: false })
    expect(await repository.recallResolution(next.ours, next.theirs)).toBeNull()
  })

  test('is not used when a mode differs', async () => {
    const scratch = scratchRepository()
    const { ours, theirs } = commitSides(scratch, CONFLICT)
    const repository = await scratch.open()
    await repository.rememberResolution(ours, theirs, resolve(scratch, ours, RESOLVED), MESSAGE)
    scratch.git(['checkout', '-q', '--detach', ours])
    scratch.git(['update-index', '--chmod=+x', 'a.txt'])
    scratch.git(['commit', '-q', '-m', 'Mode'])
    expect(await repository.recallResolution(scratch.git(['rev-parse', 'HEAD']), theirs)).toBeNull()
  })

  test('is not stored when the result changes other files too, deletes a file, or has another kind of conflict', async () => {
    const scratch = scratchRepository()
    const { ours, theirs } = commitSides(scratch, CONFLICT)
    const repository = await scratch.open()
    const more = resolve(scratch, ours, { ...RESOLVED, 'more.txt': 'more\n' })
    expect(await repository.rememberResolution(ours, theirs, more, MESSAGE)).toBe(false)
    resolve(scratch, ours, RESOLVED)
    scratch.git(['rm', '-q', 'a.txt'])
    expect(await repository.rememberResolution(ours, theirs, scratch.commit({}), MESSAGE)).toBe(false)
    scratch.git(['checkout', '-q', '--detach', theirs])
    scratch.git(['rm', '-q', 'a.txt'])
    const deleting = scratch.commit({})
    const kept = resolve(scratch, ours, RESOLVED)
    expect(await repository.rememberResolution(ours, deleting, kept, MESSAGE)).toBe(false)
    expect(await refs(repository)).toEqual([])
  })

  test('stays when the same conflict is resolved again, and is not used after it was forgotten', async () => {
    const scratch = scratchRepository()
    const { ours, theirs } = commitSides(scratch, CONFLICT)
    const repository = await scratch.open()
    await repository.rememberResolution(ours, theirs, resolve(scratch, ours, RESOLVED), MESSAGE)
    const before = await refs(repository)
    const other = resolve(scratch, ours, { ...RESOLVED, 'a.txt': 'other\n' })
    expect(await repository.rememberResolution(ours, theirs, other, MESSAGE)).toBe(false)
    expect(await refs(repository)).toEqual(before)
    await repository.deleteRefs(before)
    expect(await repository.recallResolution(ours, theirs)).toBeNull()
  })

  test('survives a garbage collection of everything else', async () => {
    const scratch = scratchRepository()
    const { ours, theirs } = commitSides(scratch, CONFLICT)
    const repository = await scratch.open()
    await repository.rememberResolution(ours, theirs, resolve(scratch, ours, RESOLVED), MESSAGE)
    scratch.git(['checkout', '-q', '--orphan', 'other'])
    const again = commitSides(scratch, CONFLICT)
    scratch.git(['branch', 'theirs', again.theirs])
    scratch.git(['branch', '-f', 'main', again.ours])
    scratch.git(['reflog', 'expire', '--expire=now', '--all'])
    scratch.git(['gc', '-q', '--prune=now'])
    const recalled = await repository.recallResolution(again.ours, again.theirs)
    expect(scratch.git(['show', `${recalled?.tree}:a.txt`])).toBe('both')
  })

  test('is not used when a person moved its ref to a commit with other files', async () => {
    const scratch = scratchRepository()
    const { ours, theirs } = commitSides(scratch, CONFLICT)
    const repository = await scratch.open()
    await repository.rememberResolution(ours, theirs, resolve(scratch, ours, RESOLVED), MESSAGE)
    const [{ ref } = { ref: '' }] = await refs(repository)
    resolve(scratch, ours, { ...RESOLVED, 'evil.txt': 'x\n' })
    scratch.git(['commit', '-q', '--amend', '-m', MESSAGE])
    scratch.git(['update-ref', ref, 'HEAD'])
    expect(await repository.recallResolution(ours, theirs)).toBeNull()
  })

  test('R4: the oldest are dropped when there are too many', async () => {
    const scratch = scratchRepository()
    const { ours, theirs } = commitSides(scratch, CONFLICT)
    const merged = resolve(scratch, ours, RESOLVED)
    for (const [name, date] of [
      ['old', '2001-01-01T00:00:00Z'],
      ['older', '2000-01-01T00:00:00Z'],
    ]) {
      const env = { ...scratch.env, GIT_COMMITTER_DATE: date }
      const args = ['commit-tree', '-m', 'x', `${merged}^{tree}`]
      const commit = execFileSync('git', args, { cwd: scratch.path, env, encoding: 'utf8' }).trim()
      scratch.git(['update-ref', `${RESOLUTION_REFS}${name}`, commit])
    }
    const options = { trusted: null, dataFolder: null, projectId: null, clock: systemClock, reach: noFailPoints }
    const repo = await openRepository(new GitExec(scratch.env), scratch.path, options)
    expect(await rememberResolution(repo, ours, theirs, merged, MESSAGE, 2)).toBe(true)
    const names = (await refs(await scratch.open())).map(({ ref }) => ref.slice(RESOLUTION_REFS.length))
    expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 'old'])
  })
})
