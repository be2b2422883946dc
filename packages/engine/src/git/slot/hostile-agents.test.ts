import { execFileSync } from 'node:child_process'
import {
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
import { type LeasedWorktree, leasedWorktree, WORK_BRANCH } from '../fixtures/leased-worktree.ts'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'
import { slotFolders } from './slot-folders.ts'

/** Makes two commits. `importSingle` brings in only a single commit, so git must read the agent's objects here. */
function twoCommits({ scratch, worktree }: LeasedWorktree): string {
  scratch.commit({ 'b.txt': 'b\n' }, 'Add b', worktree.path)
  return scratch.commit({ 'c.txt': 'c\n' }, 'Add c', worktree.path)
}

/** The agent's git directory that Coppice has kept. */
const asideOf = (slot: string): string => slotFolders(`${slot}.left-1`).gitDir

const has = ({ scratch }: LeasedWorktree, id: string): boolean => {
  try {
    scratch.git(['cat-file', '-e', id])
    return true
  } catch {
    return false
  }
}

describe('D5: committed work of an agent is kept', () => {
  test.each<[string, (leased: LeasedWorktree) => void]>([
    ['removes the file .git', ({ worktree }) => rmSync(join(worktree.path, '.git'))],
    ['removes its folder', ({ worktree }) => rmSync(worktree.path, { recursive: true })],
    [
      'creates a repository in place of the file .git',
      ({ scratch, worktree }) => {
        rmSync(join(worktree.path, '.git'))
        scratch.git(['init', '-q'], worktree.path)
      },
    ],
    ['deletes all refs', ({ gitDir }) => rmSync(join(gitDir, 'refs'), { recursive: true })],
    [
      'packs and prunes',
      ({ agent }) => {
        agent('gc', '-q', '--prune=now')
        agent('repack', '-adq')
      },
    ],
    ['leaves a lock', ({ gitDir }) => writeFileSync(join(gitDir, 'index.lock'), '')],
    ['damages its index', ({ gitDir }) => writeFileSync(join(gitDir, 'index'), 'garbage')],
    ['damages its config', ({ gitDir }) => writeFileSync(join(gitDir, 'config'), '[core\nbare = tru')],
    ['sets core.bare', ({ agent }) => agent('config', 'core.bare', 'true')],
  ])('when it %s', async (_what, attack) => {
    const leased = await leasedWorktree()
    const work = twoCommits(leased)
    attack(leased)
    const tip = await leased.worktree.commitAll('Rest\n', [])
    expect(tip).toBe(work)
    expect(await leased.repository.resolve(WORK_BRANCH)).toBe(work)
    expect(leased.scratch.git(['fsck', '--strict', '--no-dangling'])).toBe('')
  })

  test('among more refs than Coppice reads: the commits and the stash are kept, and so is the git directory', async () => {
    const leased = await leasedWorktree()
    const { worktree, agent, gitDir, keptRefs, slot } = leased
    writeFiles(worktree.path, { 'a.txt': 'stashed\n' })
    agent('stash', '-q')
    const stash = agent('rev-parse', 'refs/stash')
    agent('checkout', '-q', '-b', 'other')
    const work = twoCommits(leased)
    const refs = Array.from({ length: 20_001 }, (_, n) => `${(n + 1).toString(16).padStart(40, '0')} refs/tags/t${n}\n`)
    writeFileSync(join(gitDir, 'packed-refs'), `# pack-refs with: peeled fully-peeled\n${refs.join('')}`)
    expect(await worktree.commitAll('Rest\n', [])).toBe(work)
    expect((await keptRefs()).map(({ commit }) => commit)).toContain(stash)
    const folder = asideOf(slot)
    expect(worktree.leftBehind()).toMatchObject({ hasStash: true, folder })
    expect(existsSync(folder)).toBe(true)
  })

  test.each(['too many', 'too large'])('also when its refs are %s to read: its git directory stays', async (how) => {
    const { worktree, gitDir, scratch, agent, slot } = await leasedWorktree()
    agent('checkout', '-q', '--detach')
    const lost = scratch.commit({ 'other.txt': 'o\n' }, 'Other', worktree.path)
    agent('checkout', '-q', WORK_BRANCH.replace('refs/heads/', ''))
    rmSync(join(gitDir, 'logs'), { recursive: true })
    if (how === 'too large') {
      writeFileSync(join(gitDir, 'packed-refs'), `${lost} refs/heads/other\n`)
      truncateSync(join(gitDir, 'packed-refs'), 64 * 1024 * 1024 + 1)
    } else {
      // Links are counted and not read, so that the test is fast.
      mkdirSync(join(gitDir, 'refs/aa'))
      for (let n = 0; n <= 20_000; n++) symlinkSync('nowhere', join(gitDir, `refs/aa/${n}`))
      writeFiles(gitDir, { 'refs/heads/other': `${lost}\n` })
    }
    await worktree.commitAll('Work\n', [])
    const folder = asideOf(slot)
    expect(worktree.leftBehind()).toMatchObject({ folder })
    expect(existsSync(join(folder, 'objects', lost.slice(0, 2), lost.slice(2)))).toBe(true)
  })

  test('also when a worktree is reset in the middle of an attempt and its refs are too large to read', async () => {
    const { worktree, gitDir, base, slot } = await leasedWorktree()
    writeFileSync(join(gitDir, 'packed-refs'), '')
    truncateSync(join(gitDir, 'packed-refs'), 64 * 1024 * 1024 + 1)
    await worktree.reset(base, WORK_BRANCH, [])
    expect(existsSync(asideOf(slot))).toBe(true)
  })

  test('in a repository that it created in place of the file .git', async () => {
    const { scratch, worktree, filesOf, keptRefs } = await leasedWorktree()
    rmSync(join(worktree.path, '.git'))
    scratch.git(['init', '-q'], worktree.path)
    for (const [key, value] of [
      ['user.name', 'A'],
      ['user.email', 'a@b'],
    ] as const)
      scratch.git(['config', key, value], worktree.path)
    const own = scratch.commit({ 'b.txt': 'b\n' }, 'Begin anew', worktree.path)
    rmSync(join(worktree.path, 'b.txt'))
    writeFiles(worktree.path, { 'c.txt': 'c\n' })
    expect(filesOf(await worktree.commitAll('Rest\n', []))).toEqual(['a.txt', 'c.txt'])
    expect((await keptRefs()).map(({ commit }) => commit)).toEqual([own])
  })

  test('on an orphan branch, on a detached HEAD, in the stash and in the reflog of HEAD: all on one kept ref', async () => {
    const { scratch, worktree, base, agent, filesOf, keptRefs } = await leasedWorktree()
    agent('checkout', '-q', '--detach')
    const detached = scratch.commit({ 'detached.txt': 'd\n' }, 'Detached', worktree.path)
    agent('checkout', '-q', base)
    const reset = scratch.commit({ 'reset.txt': 'r\n' }, 'Reset', worktree.path)
    agent('reset', '-q', '--hard', base)
    agent('checkout', '-q', '--orphan', 'anew')
    const orphan = scratch.commit({ 'orphan.txt': 'o\n' }, 'Orphan', worktree.path)
    agent('checkout', '-q', WORK_BRANCH.replace('refs/heads/', ''))
    writeFiles(worktree.path, { 'a.txt': 'stashed\n', 'new.txt': 'n\n' })
    agent('stash', '-qu')
    const stash = agent('rev-parse', 'stash')
    writeFiles(worktree.path, { 'work.txt': 'w\n' })
    const tip = await worktree.commitAll('Work\n', [])
    expect(filesOf(tip)).toEqual(['a.txt', 'work.txt'])
    const [kept, ...others] = await keptRefs()
    expect(others).toEqual([])
    const parents = scratch.git(['log', '-1', '--format=%P', kept?.commit ?? '']).split(' ')
    expect(parents.sort()).toEqual([detached, reset, orphan, stash].sort())
    expect(worktree.leftBehind()).toEqual({ ref: kept?.ref, hasStash: true, folder: null, isLost: false })
    expect(await worktree.commitAll('Again\n', [])).toBe(tip)
    expect(await keptRefs()).toHaveLength(1)
  })

  test('a stash without any other work is kept, and what a fetch brought is not', async () => {
    const { scratch, worktree, base, agent, keptRefs } = await leasedWorktree()
    const remote = join(scratch.folder, 'remote')
    scratch.git(['clone', '-q', scratch.path, remote])
    for (const [key, value] of [
      ['user.name', 'A'],
      ['user.email', 'a@b'],
    ] as const)
      scratch.git(['config', key, value], remote)
    scratch.commit({ 'far.txt': 'f\n' }, 'Far', remote)
    agent('remote', 'add', 'far', remote)
    agent('fetch', '-q', 'far')
    agent('checkout', '-q', '--detach', 'far/main')
    agent('checkout', '-q', WORK_BRANCH.replace('refs/heads/', ''))
    writeFiles(worktree.path, { 'a.txt': 'stashed\n' })
    agent('stash', '-q')
    const stash = agent('rev-parse', 'stash')
    expect(await worktree.commitAll('Nothing\n', [])).toBe(base)
    expect((await keptRefs()).map(({ commit }) => commit)).toEqual([stash])
  })
})

describe('I2: an agent cannot make Coppice read or write anything else', () => {
  /** Makes another repository on this machine, with a secret. */
  function withSecret() {
    const other = scratchRepository()
    return { objects: join(other.path, '.git/objects'), secret: other.commit({ 'secret.txt': 'secret\n' }) }
  }

  test.each<[string, (gitDir: string, objects: string) => void]>([
    [
      'a further folder of objects',
      (gitDir, objects) => writeFileSync(join(gitDir, 'objects/info/alternates'), `${objects}\n`),
    ],
    [
      'a link to a folder of objects',
      (gitDir, objects) => {
        for (const name of readdirSync(objects).filter(
          (one) => one.length === 2 && !existsSync(join(gitDir, 'objects', one)),
        ))
          symlinkSync(join(objects, name), join(gitDir, 'objects', name))
      },
    ],
    [
      'a link in place of its objects',
      (gitDir, objects) => {
        rmSync(join(gitDir, 'objects'), { recursive: true })
        symlinkSync(objects, join(gitDir, 'objects'))
      },
    ],
  ])('by %s: a commit of another repository is not brought in', async (_what, attack) => {
    const leased = await leasedWorktree()
    const { worktree, gitDir, base } = leased
    const { objects, secret } = withSecret()
    attack(gitDir, objects)
    writeFiles(join(gitDir, 'refs/heads'), { stolen: `${secret}\n`, 'also-stolen': `${'c'.repeat(40)}\n` })
    expect(await worktree.commitAll('Nothing\n', [])).toBe(base)
    expect(has(leased, secret)).toBe(false)
  })

  test('by pipes, links, large and odd files among its refs: Coppice neither waits nor fails', async () => {
    const leased = await leasedWorktree()
    const { scratch, worktree, gitDir, filesOf } = leased
    const work = twoCommits(leased)
    for (const pipe of ['refs/heads/pipe', 'MERGE_HEAD', 'ORIG_HEAD', 'logs/refs/heads/pipe', 'refs/stash', 'shallow'])
      execFileSync('mkfifo', [join(gitDir, pipe)])
    rmSync(join(gitDir, 'packed-refs'))
    execFileSync('mkfifo', [join(gitDir, 'packed-refs')])
    symlinkSync('/dev/zero', join(gitDir, 'refs/heads/zero'))
    symlinkSync(scratch.folder, join(gitDir, 'refs/heads/folder'))
    for (const name of ['--output=x', '@{x', 'a..b', 'x.lock', 'ü'])
      writeFileSync(join(gitDir, 'refs/heads', name), `${work}\n`)
    writeFileSync(join(gitDir, 'BISECT_START'), '../../../../etc/passwd\n')
    expect(filesOf(await worktree.commitAll('Rest\n', []))).toEqual(['a.txt', 'b.txt', 'c.txt'])
  })

  test('by a commit-graph, an index of packs or a bitmap that lie', async () => {
    const leased = await leasedWorktree()
    const { worktree, agent, gitDir } = leased
    const work = twoCommits(leased)
    agent('repack', '-adq')
    agent('commit-graph', 'write', '--reachable')
    for (const file of ['info/commit-graph', 'pack/multi-pack-index', 'pack/pack-1.bitmap'])
      writeFileSync(join(gitDir, 'objects', file), 'CGPH garbage', { flag: 'w' })
    expect(await worktree.commitAll('Nothing\n', [])).toBe(work)
  })

  test('by an object whose content is not that of its id', async () => {
    const leased = await leasedWorktree()
    const { worktree, base, agent, gitDir, filesOf, slot } = leased
    const work = twoCommits(leased)
    const at = (id: string) => join(gitDir, 'objects', id.slice(0, 2), id.slice(2))
    const blob = agent('rev-parse', 'HEAD:c.txt')
    rmSync(at(blob))
    renameSync(at(agent('rev-parse', 'HEAD^{tree}')), at(blob))
    const tip = await worktree.commitAll('Rest\n', [])
    expect(tip).not.toBe(work)
    expect(filesOf(tip)).toEqual(['a.txt', 'b.txt', 'c.txt'])
    expect(await leased.repository.isAncestor(base, tip)).toBe(true)
    const folder = asideOf(slot)
    expect(worktree.leftBehind()).toMatchObject({ folder })
    expect(existsSync(folder)).toBe(true)
    leased.scratch.git(['fsck', '--strict'])
  })

  test.each(['.git', '..', 'GIT~1', '.'])(
    'by a tree with an entry %j, which git refuses and which is not stored',
    async (name) => {
      const leased = await leasedWorktree()
      const { worktree, agent, filesOf, scratch, slot } = leased
      const blob = agent('hash-object', '-w', 'a.txt')
      const raw = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')])
      writeFileSync(join(scratch.folder, 'tree'), raw)
      const tree = agent('hash-object', '-t', 'tree', '-w', '--literally', join(scratch.folder, 'tree'))
      writeFileSync(join(scratch.folder, 'fresh'), 'only in the commit that git refuses')
      const fresh = agent('hash-object', '-w', join(scratch.folder, 'fresh'))
      agent('update-index', '--add', '--cacheinfo', `100644,${fresh},fresh.txt`)
      const before = agent('commit-tree', agent('write-tree'), '-p', 'HEAD', '-m', 'Before')
      agent('reset', '-q')
      const evil = agent('commit-tree', tree, '-p', before, '-m', 'Evil')
      agent('update-ref', WORK_BRANCH, evil)
      writeFiles(worktree.path, { 'b.txt': 'b\n' })
      expect(filesOf(await worktree.commitAll('Rest\n', []))).toEqual(['a.txt', 'b.txt'])
      for (const id of [tree, evil, before, fresh]) expect(has(leased, id)).toBe(false)
      expect(worktree.leftBehind()?.folder).toBe(asideOf(slot))
    },
  )

  test('by a commit on another branch that git refuses: the other branches are still kept', async () => {
    const leased = await leasedWorktree()
    const { scratch, worktree, base, agent, keptRefs } = leased
    agent('checkout', '-qb', 'good')
    const good = scratch.commit({ 'good.txt': 'g\n' }, 'Good', worktree.path)
    agent('checkout', '-q', WORK_BRANCH.replace('refs/heads/', ''))
    mkdirSync(join(worktree.path, 'x'))
    writeFileSync(
      join(scratch.folder, 'commit'),
      `tree ${'d'.repeat(40)}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n`,
    )
    const broken = agent('hash-object', '-t', 'commit', '-w', '--literally', join(scratch.folder, 'commit'))
    writeFileSync(join(leased.gitDir, 'refs/heads/broken'), `${broken}\n`)
    expect(await worktree.commitAll('Nothing\n', [])).toBe(base)
    expect((await keptRefs()).map(({ commit }) => commit)).toEqual([good])
    expect(has(leased, broken)).toBe(false)
  })
})
