import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type LeasedWorktree, leasedWorktree, WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import type { ShadowedWorktree } from '../worktree/shadowed-worktree.ts'
import { hasOnlyTracked } from './has-only-tracked.ts'

const FILES = { '.gitignore': '*.log\n', 'src/deep/er/a.ts': 'a\n', 'src/b.ts': 'b\n', 'ümlaut/c.ts': 'c\n' }

/** A worktree with tracked files, also a tracked link to a folder. */
async function withFiles(): Promise<LeasedWorktree> {
  const leased = await leasedWorktree()
  symlinkSync('src', join(leased.scratch.path, 'link'))
  await leased.worktree.reset(leased.scratch.commit(FILES), WORK_BRANCH, [])
  return leased
}

const looksClean = ({ worktree: { path }, shadow }: LeasedWorktree): Promise<boolean> =>
  hasOnlyTracked({ path, index: join(shadow, 'index') } as ShadowedWorktree, 40)

test('I5: a worktree with tracked files only needs no `git clean`', async () => {
  const leased = await withFiles()
  expect(leased.agent('clean', '-ndffx')).toBe('')
  expect(await looksClean(leased)).toBe(true)
})

test.each<[string, (path: string) => void]>([
  ['an ignored file', (path) => writeFileSync(join(path, 'src/out.log'), '')],
  ['an untracked file', (path) => writeFileSync(join(path, 'src/new.ts'), '')],
  ['an empty folder', (path) => mkdirSync(join(path, 'src/empty'))],
  ['an untracked link', (path) => symlinkSync('src', join(path, 'other'))],
  ['another repository', (path) => execFileSync('git', ['init', '-q', join(path, 'src/deep')])],
  [
    'a name that is not UTF-8',
    (path) => writeFileSync(Buffer.concat([Buffer.from(`${path}/`), Buffer.from([0xff])]), ''),
  ],
])('I5: %s is found', async (_, make) => {
  const leased = await withFiles()
  make(leased.worktree.path)
  expect(await looksClean(leased)).toBe(false)
})

test('I5: git looks when the index has a form that only git reads', async () => {
  const leased = await withFiles()
  const env = { ...process.env, GIT_INDEX_FILE: join(leased.shadow, 'index') }
  execFileSync('git', ['update-index', '--index-version', '4'], { cwd: leased.worktree.path, env })
  expect(await looksClean(leased)).toBe(false)
})
