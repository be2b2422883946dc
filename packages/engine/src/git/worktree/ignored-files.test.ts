import { describe, expect, test } from 'vitest'
import { leasedWorktree } from '../fixtures/leased-worktree.ts'
import { writeFiles } from '../fixtures/scratch-repository.ts'

/** A worktree of a repository that ignores `docs/`, `*.key` and `cache/`. */
async function ignoringWorktree() {
  const leased = await leasedWorktree()
  const base = leased.scratch.commit({ '.gitignore': 'docs/\n*.key\ncache/\n' })
  await leased.worktree.reset(base, 'refs/heads/coppice/work/run-1/parser', [])
  return { ...leased, base }
}

describe('D5: ignored files that are all that an agent wrote', () => {
  test('are kept on a ref and named, and the work branch stays', async () => {
    const { worktree, base, filesOf, contentOf } = await ignoringWorktree()
    writeFiles(worktree.path, { 'docs/guide.md': 'hours\n', 'docs/a/b.md': 'b\n', 'odd *.key': 'k', '.env': 'lent' })
    expect(await worktree.commitAll('Left\n', ['.env'])).toBe(base)
    const kept = await worktree.keepIgnored(['.env'])
    expect(kept).toEqual({
      paths: ['docs/', 'odd *.key'],
      ref: expect.stringMatching(/^refs\/coppice\/kept\/run-1\/parser\/aside-/),
    })
    expect(filesOf(kept?.ref ?? '')).toEqual(['.gitignore', 'a.txt', 'docs/a/b.md', 'docs/guide.md', 'odd *.key'])
    expect(contentOf(kept?.ref ?? '', 'docs/guide.md')).toBe('hours')
  })

  test('do not count when setup or an earlier task left them', async () => {
    const { worktree } = await ignoringWorktree()
    writeFiles(worktree.path, { 'cache/x': 'x', '.env': 'lent' })
    await worktree.noteSetup(['.env'])
    writeFiles(worktree.path, { 'cache/y': 'y' })
    expect(await worktree.keepIgnored(['.env'])).toBeNull()
    writeFiles(worktree.path, { 'docs/guide.md': 'hours\n' })
    expect((await worktree.keepIgnored(['.env']))?.paths).toEqual(['docs/'])
  })

  test('are named and not kept when they are too many or too large', async () => {
    const { worktree } = await ignoringWorktree()
    writeFiles(worktree.path, Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`cache/${i}`, ''])))
    expect(await worktree.keepIgnored([])).toEqual({ paths: ['cache/'], ref: null })
    await worktree.reset(await worktree.commitAll('Left\n', []), 'refs/heads/coppice/work/run-1/parser', [])
    writeFiles(worktree.path, { 'large.key': 'x'.repeat(10 * 1024 * 1024 + 1) })
    expect(await worktree.keepIgnored([])).toEqual({ paths: ['large.key'], ref: null })
  })
})
