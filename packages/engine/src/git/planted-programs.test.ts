import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGit } from './create-git.ts'
import { WORK_BRANCH } from './fixtures/leased-worktree.ts'
import { writeFiles } from './fixtures/scratch-repository.ts'
import { type WithTrap, withTrap } from './fixtures/with-trap.ts'

/** Returns the text that an agent writes to a config file, so that git runs the agent's program as a filter. */
const planted = (trap: string): string => `[filter "evil"]\n\tclean = ${trap}\n\tsmudge = ${trap}\n`

/** Writes files with attributes that name the agent's filter, and commits them as Coppice does. */
async function work({ worktree }: WithTrap, name = 'b.txt'): Promise<string> {
  writeFiles(worktree.path, { '.gitattributes': '* filter=evil\n', [name]: `${name}\n` })
  return worktree.commitAll('Work\n', [])
}

describe('I2: a filter that an agent adds to a config file', () => {
  test('does not run when the file is included but was created only after the repository was opened', async () => {
    const leased = await withTrap()
    const { scratch, trap, sprung } = leased
    const included = join(scratch.folder, 'home/.gitconfig.local')
    scratch.git(['config', '--global', 'include.path', '.gitconfig.local'])
    const repository = await scratch.open()
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-1'), leased.base, null)
    await work({ ...leased, worktree })
    writeFileSync(included, planted(trap))
    await work({ ...leased, worktree }, 'c.txt')
    expect(sprung()).toBe(false)
  })

  test('does not run when the file is included only for the branch on which HEAD is now', async () => {
    const leased = await withTrap()
    const { scratch, worktree, base, trap, sprung } = leased
    const included = join(scratch.folder, 'evil.inc')
    writeFileSync(included, planted(trap))
    const next = 'refs/heads/coppice/work/run-1/next'
    scratch.git(['config', `includeIf.onbranch:${next.slice(11)}.path`, included])
    await work(leased)
    await worktree.reset(base, next, [])
    await work(leased, 'c.txt')
    expect(sprung()).toBe(false)
    await worktree.reset(base, WORK_BRANCH, [])
  })

  test('does not run when the file is the system config, which did not exist before', async () => {
    const leased = await withTrap()
    const { scratch, base, trap, sprung } = leased
    const system = join(scratch.folder, 'system')
    const { GIT_CONFIG_NOSYSTEM: _, ...env } = scratch.env
    const repository = await createGit({ env: { ...env, GIT_CONFIG_SYSTEM: system } }).open(scratch.path)
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-1'), base, null)
    await work({ ...leased, worktree })
    writeFileSync(system, planted(trap))
    await work({ ...leased, worktree }, 'c.txt')
    expect(sprung()).toBe(false)
  })
})

describe('I2: a program that an agent added to the config in an earlier run', () => {
  const KEYS = [
    'filter.evil.clean',
    'filter.evil.smudge',
    'filter.evil.process',
    'merge.evil.driver',
    'diff.external',
    'diff.evil.command',
    'diff.evil.textconv',
    'core.fsmonitor',
    'core.pager',
    'core.editor',
    'core.sshCommand',
    'core.askPass',
    'core.gitProxy',
    'core.alternateRefsCommand',
    'credential.helper',
    'gpg.program',
    'gpg.ssh.program',
    'gpg.ssh.defaultKeyCommand',
    'sequence.editor',
    'interactive.diffFilter',
    'trailer.coppice-task.command',
    'trailer.coppice-task.cmd',
    'hook.evil.command',
    'uploadpack.packObjectsHook',
  ]

  test('does not run, for any setting that names it', async () => {
    const { scratch, base, trap, sprung } = await withTrap()
    const trusted = await (await scratch.open()).programs()
    for (const key of KEYS) scratch.git(['config', '--global', key, trap])
    for (const alias of ['add', 'status', 'merge-file', 'merge-tree'])
      scratch.git(['config', `alias.${alias}`, `!${trap}`])
    for (const key of ['commit.gpgSign', 'merge.verifySignatures', 'log.showSignature', 'merge.renormalize'])
      scratch.git(['config', key, 'true'])
    scratch.git(['config', 'merge.default', 'evil'])
    scratch.git(['config', 'hook.evil.event', 'post-checkout'])
    mkdirSync(join(scratch.folder, 'hooks'))
    scratch.git(['config', 'core.hooksPath', join(scratch.folder, 'hooks')])
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'post-merge'])
      symlinkSync(trap, join(scratch.folder, 'hooks', hook))

    const repository = await createGit({ env: scratch.env }).open(scratch.path, trusted)
    const [one, two] = await Promise.all(
      ['one', 'two'].map(async (name) => {
        const branch = `refs/heads/coppice/work/run-2/${name}`
        const worktree = await repository.addWorktree(join(scratch.folder, 'trees', name), base, branch)
        const attributes = '* filter=evil diff=evil merge=evil\n'
        writeFiles(worktree.path, { '.gitattributes': attributes, 'a.txt': `${name}\n` })
        return { worktree, tip: await worktree.commitAll('Work\n', []) }
      }),
    )
    if (!one || !two) throw new Error('two worktrees were made')
    expect(await repository.mergeTree(one.tip, two.tip)).toEqual({ clean: false, files: ['a.txt'] })
    expect(await one.worktree.beginMerge(two.tip)).toEqual(['a.txt'])
    await one.worktree.commitAll('Resolve\n', [])
    await repository.trailers(one.tip, null)
    await repository.diffStat(base, one.tip)
    await repository.checkoutPatch()
    await repository.checkoutState()
    await repository.deliveryPreview('refs/heads/main', [two.tip])
    expect(await repository.fastForwardCheckout(scratch.path, 'refs/heads/main', base, two.tip)).toEqual({ ok: true })
    expect(sprung()).toBe(false)
  })

  test('does not run in Git LFS, a filter that reads git’s config', async () => {
    const { scratch, trap, sprung } = await withTrap()
    const lfs = join(scratch.folder, 'git-lfs')
    const own = ['extension.evil.clean', 'extension.evil.smudge', 'customtransfer.evil.path', 'standalonetransferagent']
    const keys = own.map((key) => `lfs.${key}`)
    const runs = 'program=$(git config --get $key); [ -z "$program" ] || $program </dev/null >/dev/null'
    writeFileSync(lfs, `#!/bin/sh\nfor key in ${keys.join(' ')}; do ${runs}; done\ncat\n`, { mode: 0o755 })
    scratch.git(['config', '--global', 'filter.lfs.clean', lfs])
    scratch.git(['config', '--global', 'filter.lfs.smudge', lfs])
    const commit = scratch.commit({ '.gitattributes': '*.bin filter=lfs\n' })
    const repository = await scratch.open()
    for (const key of keys) scratch.git(['config', key, trap])
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-1'), commit, null)
    writeFiles(worktree.path, { 'x.bin': 'x\n' })
    await worktree.commitAll('Add x\n', [])
    expect(sprung()).toBe(false)
    scratch.commit({ 'y.bin': 'y\n' })
    expect(sprung()).toBe(true)
  })
})

describe('I2: a program that an agent adds for the fetch of a partial clone', () => {
  /** Makes a partial clone that lacks the content of `far.txt`. `fetching` checks out that file, so git must fetch it. */
  async function partialClone() {
    const leased = await withTrap()
    const { scratch } = leased
    const source = scratch.path
    const far = scratch.commit({ 'far.txt': 'far\n' })
    for (const key of ['allowFilter', 'allowAnySHA1InWant']) scratch.git(['config', `uploadpack.${key}`, 'true'])
    const clone = join(scratch.folder, 'clone')
    scratch.git(['clone', '-q', '--no-checkout', '--filter=blob:none', `file://${source}`, clone], scratch.folder)
    const repository = await createGit({ env: scratch.env }).open(clone)
    const fetching = () => repository.addWorktree(join(scratch.folder, 'trees/slot-1'), far, null)
    return { ...leased, clone, repository, fetching }
  }

  test('does not run to list the refs of an alternate', async () => {
    const { scratch, clone, fetching, trap, sprung } = await partialClone()
    mkdirSync(join(scratch.folder, 'other'))
    scratch.git(['init', '-q'], join(scratch.folder, 'other'))
    writeFileSync(join(clone, '.git/objects/info/alternates'), `${scratch.folder}/other/.git/objects\n`)
    scratch.git(['config', 'core.alternateRefsCommand', trap], clone)
    await expect(fetching()).resolves.toBeDefined()
    expect(sprung()).toBe(false)
  })

  test('does not run on the remote side when the remote is on this machine', async () => {
    const { scratch, fetching, trap, sprung } = await partialClone()
    scratch.git(['config', '--global', 'uploadpack.packObjectsHook', trap])
    await expect(fetching()).rejects.toThrow(/transport 'file' not allowed/)
    expect(sprung()).toBe(false)
  })
})
