import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leasedWorktree, WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { writeFiles } from '../fixtures/scratch-repository.ts'

describe('I2: the git state that an agent can write does not decide what its work is', () => {
  test('a line that the agent adds to the exclude file hides no file', async () => {
    const { scratch, worktree, filesOf } = await leasedWorktree()
    mkdirSync(join(scratch.path, '.git/info'), { recursive: true })
    appendFileSync(join(scratch.path, '.git/info/exclude'), 'docs/\n')
    writeFiles(worktree.path, { 'docs/guide.md': 'g\n' })
    expect(filesOf(await worktree.commitAll('Add\n', []))).toEqual(['a.txt', 'docs/guide.md'])
  })

  test('a line that the user had in the exclude file hides files', async () => {
    const { scratch, base, filesOf } = await leasedWorktree()
    appendFileSync(join(scratch.path, '.git/info/exclude'), 'docs/\n')
    const again = await scratch.open()
    const worktree = await again.addWorktree(join(scratch.folder, 'trees', 'slot-1'), base, `${WORK_BRANCH}-1`)
    writeFiles(worktree.path, { 'docs/guide.md': 'g\n', 'b.txt': 'b\n' })
    expect(filesOf(await worktree.commitAll('Add\n', []))).toEqual(['a.txt', 'b.txt'])
  })

  test('a rename that changes only the case of a name is committed, even with core.ignorecase', async () => {
    const { scratch, base, filesOf } = await leasedWorktree()
    scratch.git(['config', 'core.ignorecase', 'true'])
    const again = await scratch.open()
    const worktree = await again.addWorktree(join(scratch.folder, 'trees', 'slot-1'), base, `${WORK_BRANCH}-1`)
    renameSync(join(worktree.path, 'a.txt'), join(worktree.path, 'A.txt'))
    expect(filesOf(await worktree.commitAll('Rename\n', []))).toEqual(['A.txt'])
  })

  test('files that a sparse checkout leaves out stay in the work and are in the folder of the next task', async () => {
    const { scratch, worktree, agent, filesOf, contentOf } = await leasedWorktree()
    const base = scratch.commit({ 'api/a.txt': 'a\n', 'web/w.txt': 'w\n' })
    await worktree.reset(base, WORK_BRANCH, [])
    agent('sparse-checkout', 'set', '--cone', 'api')
    writeFiles(worktree.path, { 'api/a.txt': 'a2\n' })
    expect(existsSync(join(worktree.path, 'web'))).toBe(false)
    const tip = await worktree.commitAll('Narrow\n', [])
    expect(filesOf(tip)).toEqual(['a.txt', 'api/a.txt', 'web/w.txt'])
    expect(contentOf(tip, 'api/a.txt')).toBe('a2')
    await worktree.reset(tip, WORK_BRANCH, [])
    expect(readdirSync(worktree.path).sort()).toEqual(['.git', 'a.txt', 'api', 'web'])
    expect(agent('status', '--porcelain')).toBe('')
    agent('reset', '--hard', '--quiet')
    expect(existsSync(join(worktree.path, 'web/w.txt'))).toBe(true)
  })

  test.each(['readable', 'deleted'])(
    'D5: names that are not UTF-8 stay as they are in a sparse checkout whose index is %s',
    async (state) => {
      const { scratch, worktree, agent, gitDir } = await leasedWorktree()
      const named = (root: string, name: string) => Buffer.from(`${root}/${name}`, 'latin1')
      writeFiles(scratch.path, { 'api/a.txt': 'a\n', 'web/w.txt': 'w\n', '.gitignore': '*.log\n' })
      writeFileSync(named(scratch.path, 'web/caf\xe9'), 'e\n')
      const base = scratch.commit({})
      await worktree.reset(base, WORK_BRANCH, [])
      agent('sparse-checkout', 'set', '--cone', 'api')
      writeFileSync(named(worktree.path, 'api/th\xe9.log'), 't\n')
      agent('add', '--force', 'api')
      if (state === 'deleted') rmSync(join(gitDir, 'index'))
      writeFiles(worktree.path, { 'api/a.txt': 'a2\n' })
      const tip = await worktree.commitAll('Narrow\n', [])
      const forced = state === 'readable' ? ['A\t"api/th\\351.log"'] : []
      expect(scratch.git(['diff', '--name-status', base, tip]).split('\n')).toEqual(['M\tapi/a.txt', ...forced])
    },
  )

  test.each<[string, (index: string, agent: (...args: string[]) => string) => unknown]>([
    ['readable', () => undefined],
    ['deleted', (index) => rmSync(index)],
    ['truncated', (index) => truncateSync(index, 20)],
    ['split', (_, agent) => agent('update-index', '--split-index')],
  ])('D5: files that a sparse checkout leaves out stay in the work when the index is %s', async (_, damage) => {
    const { scratch, worktree, gitDir, agent, filesOf, contentOf } = await leasedWorktree()
    const base = scratch.commit({ 'api/a.txt': 'a\n', 'web/w.txt': 'w\n', 'docs/d.txt': 'd\n', 'old/o.txt': 'o\n' })
    await worktree.reset(base, WORK_BRANCH, [])
    agent('sparse-checkout', 'set', '--cone', 'api')
    writeFiles(worktree.path, { 'api/a.txt': 'a2\n', docs: 'now a file\n' })
    symlinkSync('api', join(worktree.path, 'old'))
    damage(join(gitDir, 'index'), agent)
    const tip = await worktree.commitAll('Narrow\n', [])
    expect(filesOf(tip)).toEqual(['a.txt', 'api/a.txt', 'docs', 'old', 'web/w.txt'])
    expect(contentOf(tip, 'api/a.txt')).toBe('a2')
  })

  test('without a sparse checkout, files that the agent deleted together with its index are deleted', async () => {
    const { scratch, worktree, gitDir, filesOf } = await leasedWorktree()
    const base = scratch.commit({ 'b.txt': 'b\n' })
    await worktree.reset(base, WORK_BRANCH, [])
    rmSync(join(gitDir, 'index'))
    rmSync(join(worktree.path, 'b.txt'))
    expect(filesOf(await worktree.commitAll('Delete\n', []))).toEqual(['a.txt'])
  })

  test('an ignored file that the agent added is work, staged or committed', async () => {
    const { worktree, agent, filesOf } = await leasedWorktree()
    writeFiles(worktree.path, {
      '.gitignore': 'dist/\n',
      'dist/kept.js': 'k',
      'dist/staged.js': 's',
      'dist/not.js': 'n',
    })
    agent('add', '--force', 'dist/kept.js', '.gitignore')
    agent('commit', '-qm', 'Add')
    agent('add', '--force', 'dist/staged.js')
    writeFiles(worktree.path, { 'dist/kept.js': 'k2' })
    const tip = await worktree.commitAll('Add\n', [])
    expect(filesOf(tip)).toEqual(['.gitignore', 'a.txt', 'dist/kept.js', 'dist/staged.js'])
  })

  test('files outside the folder or behind a link are not committed, even if the index names them', async () => {
    const { scratch, worktree, agent, filesOf } = await leasedWorktree()
    const blob = agent('hash-object', '-w', 'a.txt')
    writeFileSync(join(scratch.folder, 'secret.txt'), 'secret')
    writeFiles(worktree.path, { '.gitignore': 'way\n' })
    symlinkSync(scratch.folder, join(worktree.path, 'way'))
    agent('update-index', '--add', '--cacheinfo', `100644,${blob},way/secret.txt`)
    expect(filesOf(await worktree.commitAll('Add\n', []))).toEqual(['.gitignore', 'a.txt'])
  })
})
