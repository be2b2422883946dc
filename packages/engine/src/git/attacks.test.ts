import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGit } from './create-git.ts'
import { type LeasedWorktree, leasedWorktree, WORK_BRANCH } from './fixtures/leased-worktree.ts'
import { writeFiles } from './fixtures/scratch-repository.ts'
import { withTrap } from './fixtures/with-trap.ts'

function initSubmodule(scratch: LeasedWorktree['scratch'], folder: string): void {
  scratch.git(['init', '-q', '-b', 'main'], folder)
  scratch.git(['config', 'user.name', 'Ada'], folder)
  scratch.git(['config', 'user.email', 'ada@example.org'], folder)
}

/** Does with a worktree and its work what Coppice does after an agent has ended. */
async function workOver({ scratch, repository, worktree, base }: LeasedWorktree): Promise<string> {
  const before = await repository.checkoutState()
  const tip = await worktree.commitAll('Work\n', [])
  const merged = await repository.mergeTree(base, tip)
  await repository.diffStat(base, tip)
  await repository.trailers(tip, null)
  await repository.checkoutPatch()
  await worktree.reset(tip, null, [])
  await worktree.assertAt(tip)
  const fresh = await repository.addWorktree(join(scratch.folder, 'trees', 'slot-9'), tip, null)
  await fresh.remove()
  if (!merged.clean || before.headCommit === '') throw new Error('a clean merge was expected')
  return tip
}

describe('I2: Coppice does not run an agent’s program', () => {
  test('from core.fsmonitor, hooks, pagers, signatures, diff programs and textconv in the shared config', async () => {
    const leased = await withTrap()
    const { scratch, worktree, trap, sprung, filesOf, plant } = leased
    const keys = ['core.fsmonitor', 'core.pager', 'pager.log', 'pager.status', 'core.editor', 'core.sshCommand']
    for (const key of [
      ...keys,
      'gpg.program',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'core.askPass',
    ])
      plant(key, trap)
    plant('commit.gpgSign', 'true')
    plant('log.showSignature', 'true')
    plant('core.hooksPath', join(scratch.folder, 'hooks'))
    mkdirSync(join(scratch.folder, 'hooks'))
    for (const hook of [
      'post-checkout',
      'post-commit',
      'pre-commit',
      'reference-transaction',
      'post-index-change',
      'post-merge',
      'pre-auto-gc',
    ])
      for (const folder of [join(scratch.folder, 'hooks'), join(scratch.path, '.git/hooks')])
        symlinkSync(trap, join(folder, hook))
    writeFiles(worktree.path, { '.gitattributes': '* diff=evil\n', 'b.txt': 'b\n' })
    expect(filesOf(await workOver(leased))).toEqual(['.gitattributes', 'a.txt', 'b.txt'])
    expect(sprung()).toBe(false)
  })

  test('from the config of the worktree', async () => {
    const leased = await withTrap()
    const { scratch, worktree, trap, sprung } = leased
    scratch.git(['config', 'extensions.worktreeConfig', 'true'], worktree.path)
    for (const key of ['core.fsmonitor', 'core.pager', 'diff.external'])
      scratch.git(['config', '--worktree', key, trap], worktree.path)
    scratch.git(['config', '--worktree', 'core.worktree', scratch.path], worktree.path)
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    await workOver(leased)
    expect(sprung()).toBe(false)
    expect(scratch.git(['status', '--porcelain'])).toBe('')
  })

  test('from filters and merge drivers with any name in the shared config', async () => {
    const leased = await withTrap()
    const { scratch, worktree, base, trap, sprung, contentOf, plant } = leased
    for (const name of ['evil', 'e=v.i l'])
      for (const key of ['clean', 'smudge', 'process']) plant(`filter.${name}.${key}`, trap)
    plant('filter.evil.required', 'true')
    plant('merge.evil.driver', trap)
    const attributes = '* filter=evil merge=evil\n'
    writeFileSync(join(scratch.path, '.git/info/attributes'), attributes)
    writeFiles(worktree.path, { '.gitattributes': attributes, 'b.txt': 'b\n' })
    const tip = await workOver(leased)
    expect(contentOf(tip, 'b.txt')).toBe('b')
    await worktree.reset(tip, WORK_BRANCH, [])
    const other = scratch.git(['commit-tree', `${base}^{tree}`, '-p', base, '-m', 'Other'])
    expect(await worktree.beginMerge(other)).toEqual([])
    expect(sprung()).toBe(false)
  })

  test('from a filter in the shared config, when a merge begins in a shadow whose config was read before', async () => {
    const { scratch, worktree, base, trap, sprung, plant } = await withTrap()
    plant('filter.evil.process', trap)
    writeFileSync(join(scratch.path, '.git/info/attributes'), '* filter=evil\n')
    writeFiles(worktree.path, { '.gitattributes': '* filter=evil\n' })
    const tip = await worktree.commitAll('Work', [])
    await worktree.reset(tip, WORK_BRANCH, [])
    await worktree.noteSetup([])
    const other = scratch.git(['commit-tree', `${base}^{tree}`, '-p', base, '-m', 'Other'])
    expect(await worktree.beginMerge(other)).toEqual([])
    expect(sprung()).toBe(false)
  })

  test('from a false partial clone that would fetch missing objects with the program', async () => {
    const { scratch, repository, trap, sprung, plant } = await withTrap()
    const settings = {
      url: `file://${scratch.path}`,
      uploadpack: `${trap} </dev/null #`,
      promisor: 'true',
      partialclonefilter: 'blob:none',
    }
    for (const [key, value] of Object.entries(settings)) plant(`remote.evil.${key}`, value)
    plant('core.repositoryFormatVersion', '1')
    plant('extensions.partialClone', 'evil')
    expect(await repository.resolve('c'.repeat(40))).toBeNull()
    expect(sprung()).toBe(false)
    expect(() => scratch.git(['cat-file', '-e', 'c'.repeat(40)])).toThrow()
    expect(sprung()).toBe(true)
  })

  test('from a changed or deleted filter of the user: the user’s filter still runs', async () => {
    const { scratch, trap, sprung } = await withTrap()
    scratch.git(['config', 'filter.own.clean', 'tr a-z A-Z'])
    const commit = scratch.commit({ '.gitattributes': '*.own filter=own\n' })
    const repository = await scratch.open()
    const branch = 'refs/heads/coppice/work/run-1/own'
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees', 'slot-1'), commit, branch)
    for (const attack of [
      ['filter.own.clean', trap],
      ['--unset', 'filter.own.clean'],
    ]) {
      for (const folder of [scratch.path, worktree.path]) scratch.git(['config', ...attack], folder)
      writeFiles(worktree.path, { 'x.own': `${attack.length} ${attack[0]}\n` })
      const tip = await worktree.commitAll('Add x\n', [])
      expect(scratch.git(['cat-file', 'blob', `${tip}:x.own`])).toBe(`${attack.length} ${attack[0]}`.toUpperCase())
    }
    expect(sprung()).toBe(false)
  })

  test.each(['none', 'all'])('from a submodule that .gitmodules declares, with ignore = %s', async (ignore) => {
    const leased = await withTrap()
    const { scratch, worktree, repository, agent, trap, sprung, contentOf } = leased
    const lib = join(worktree.path, 'lib')
    mkdirSync(lib)
    initSubmodule(scratch, lib)
    const first = scratch.commit({ 'l.txt': 'old\n', '.gitattributes': '* filter=evil\n' }, 'Add l', lib)
    writeFileSync(
      join(worktree.path, '.gitmodules'),
      `[submodule "lib"]\n\tpath = lib\n\turl = ./lib\n\tignore = ${ignore}\n`,
    )
    agent('add', '-A')
    agent('commit', '-qm', 'Add lib')
    for (const key of ['clean', 'process']) scratch.git(['config', `filter.evil.${key}`, trap], lib)
    scratch.git(['config', 'core.fsmonitor', trap], lib)
    writeFiles(lib, { 'l.txt': 'new\n' })
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    const tip = await workOver(leased)
    expect(sprung()).toBe(false)
    expect(contentOf(tip, 'b.txt')).toBe('b')
    expect(scratch.git(['ls-tree', tip, 'lib'])).toContain(first)
    expect(repository.path).toBe(scratch.path)
  })

  test('and still commits the current commit of a submodule, and its removal', async () => {
    const { scratch, worktree, agent } = await leasedWorktree()
    const lib = join(worktree.path, 'lib')
    mkdirSync(lib)
    initSubmodule(scratch, lib)
    scratch.commit({ 'l.txt': 'old\n' }, 'Add l', lib)
    writeFileSync(join(worktree.path, '.gitmodules'), '[submodule "lib"]\n\tpath = lib\n\turl = ./lib\n')
    agent('add', '-A')
    agent('commit', '-qm', 'Add lib')
    const second = scratch.commit({ 'l.txt': 'new\n' }, 'Change l', lib)
    expect(scratch.git(['ls-tree', await worktree.commitAll('Bump lib\n', []), 'lib'])).toContain(second)
    rmSync(lib, { recursive: true })
    expect(scratch.git(['ls-tree', await worktree.commitAll('Remove lib\n', []), 'lib'])).toBe('')
  })

  test('from a submodule of the user’s checkout while a patch of the checkout is made', async () => {
    const { scratch, repository, trap, sprung } = await withTrap()
    const lib = join(scratch.path, 'lib')
    mkdirSync(lib)
    initSubmodule(scratch, lib)
    scratch.commit({ 'l.txt': 'old\n', '.gitattributes': '* filter=evil\n' }, 'Add l', lib)
    scratch.commit({ '.gitmodules': '[submodule "lib"]\n\tpath = lib\n\turl = ./lib\n' }, 'Add lib')
    scratch.git(['config', 'filter.evil.clean', trap], lib)
    writeFiles(lib, { 'l.txt': 'new\n' })
    await repository.checkoutPatch()
    writeFiles(scratch.path, { 'new.txt': 'new\n' })
    expect(String((await repository.checkoutPatch()).bytes)).toContain('+++ b/new.txt')
    await repository.checkoutState()
    expect(sprung()).toBe(false)
  })

  test('from a filter that was added before the repository was opened and that the project does not trust', async () => {
    const { scratch, base, trap, sprung } = await withTrap()
    const trusted = await (await scratch.open()).programs()
    scratch.git(['config', 'filter.evil.clean', trap])
    const repository = await createGit({ env: scratch.env }).open(scratch.path, trusted)
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees', 'slot-2'), base, null)
    writeFiles(worktree.path, { '.gitattributes': '* filter=evil\n', 'b.txt': 'b\n' })
    await worktree.commitAll('Add b\n', [])
    expect(sprung()).toBe(false)
    expect(await repository.untrustedPrograms()).toEqual([
      { key: 'filter.evil.clean', value: trap, place: join(scratch.path, '.git/config') },
    ])
  })

  test('from a config file of the user that did not exist when the repository was opened', async () => {
    const { scratch, worktree, trap, sprung } = await withTrap()
    scratch.git(['config', '--global', 'filter.evil.clean', trap])
    writeFiles(worktree.path, { '.gitattributes': '* filter=evil\n', 'b.txt': 'b\n' })
    await worktree.commitAll('Add b\n', [])
    expect(sprung()).toBe(false)
  })

  test('from the transport settings of a partial clone', async () => {
    const { scratch, trap, sprung } = await withTrap()
    scratch.git(['config', 'remote.origin.url', 'ssh://nowhere.invalid/repository'])
    scratch.git(['config', 'remote.origin.promisor', 'true'])
    const repository = await scratch.open()
    for (const key of [
      'core.sshCommand',
      'core.gitProxy',
      'core.askPass',
      'credential.helper',
      'remote.origin.uploadpack',
    ])
      scratch.git(['config', key, trap])
    await repository.resolve('c'.repeat(40)).catch(() => null)
    await repository.tree('c'.repeat(40)).catch(() => null)
    expect(sprung()).toBe(false)
  })

  test('from a nested repository', async () => {
    const leased = await withTrap()
    const { scratch, worktree, trap, sprung, filesOf } = leased
    const nested = join(worktree.path, 'nested')
    mkdirSync(nested)
    scratch.git(['init', '-q'], nested)
    for (const key of ['core.fsmonitor', 'core.pager', 'filter.evil.clean']) scratch.git(['config', key, trap], nested)
    symlinkSync(trap, join(nested, '.git/hooks/post-checkout'))
    writeFiles(nested, { 'n.txt': 'n\n' })
    expect(filesOf(await workOver(leased))).toContain('nested/n.txt')
    expect(sprung()).toBe(false)
  })
})

describe('I2: an agent changes the files that connect its worktree with the repository', () => {
  /** Makes a repository in which every hook and filter runs the trap. */
  async function withDecoy() {
    const leased = await withTrap()
    const { scratch, trap } = leased
    const decoy = join(scratch.folder, 'decoy')
    mkdirSync(decoy)
    scratch.git(['init', '-q', '-b', 'main'], decoy)
    scratch.git(['-c', 'user.name=x', '-c', 'user.email=x@y', 'commit', '-qm', 'x', '--allow-empty'], decoy)
    for (const key of ['core.fsmonitor', 'core.pager']) scratch.git(['config', key, trap], decoy)
    return { ...leased, decoy }
  }

  test('assertAt fails when the .git file is replaced by another file, a folder or a link', async () => {
    const leased = await withDecoy()
    const { scratch, worktree, base, decoy, sprung } = leased
    const gitFile = join(worktree.path, '.git')
    const replacements = [
      () => writeFileSync(gitFile, `gitdir: ${decoy}/.git\n`),
      () => symlinkSync(join(decoy, '.git'), gitFile),
      () => mkdirSync(gitFile),
      () => {},
      () => writeFileSync(gitFile, `gitdir: ${scratch.path}/.git\n`),
    ]
    for (const replace of replacements) {
      rmSync(gitFile, { recursive: true, force: true })
      replace()
      await expect(worktree.assertAt(base)).rejects.toThrow(
        /no longer a worktree of this repository, because .*\.git was changed/,
      )
    }
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    const tip = await workOver(leased)
    expect(scratch.git(['rev-parse', WORK_BRANCH])).toBe(tip)
    expect(scratch.git(['status', '--porcelain'])).toBe('')
    expect(scratch.git(['rev-parse', '--show-toplevel'], worktree.path)).toBe(worktree.path)
    expect(sprung()).toBe(false)
  })

  test('assertAt fails when the git directory names others, and the work is still committed to the right repository', async () => {
    const leased = await withDecoy()
    const { scratch, worktree, base, decoy, gitDir, sprung } = leased
    for (const [file, content] of [
      ['commondir', `${decoy}/.git\n`],
      ['objects/info/alternates', `${decoy}/.git/objects\n`],
    ] as const) {
      writeFileSync(join(gitDir, file), content)
      await expect(worktree.assertAt(base)).rejects.toThrow(/slot-0\/git was changed/)
    }
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    const tip = await workOver(leased)
    expect(scratch.git(['rev-parse', WORK_BRANCH])).toBe(tip)
    expect(sprung()).toBe(false)
  })

  test('a symbolic ref in place of the work branch does not move a branch of the user', async () => {
    const { scratch, worktree, repository, base } = await leasedWorktree()
    for (const folder of [scratch.path, worktree.path])
      scratch.git(['symbolic-ref', WORK_BRANCH, 'refs/heads/main'], folder)
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    const tip = await worktree.commitAll('Add b\n', [])
    expect(await repository.resolve('refs/heads/main')).toBe(base)
    expect(await repository.resolve(WORK_BRANCH)).toBe(tip)
  })

  test('git replace does not change what a commit contains', async () => {
    const { scratch, worktree, base } = await leasedWorktree()
    const evil = scratch.commit({ 'evil.txt': 'e\n' }, 'Evil')
    scratch.git(['reset', '-q', '--hard', base])
    for (const folder of [scratch.path, worktree.path]) scratch.git(['replace', base, evil], folder)
    writeFiles(worktree.path, { 'b.txt': 'b\n' })
    const tip = await worktree.commitAll('Add b\n', [])
    expect(scratch.git(['--no-replace-objects', 'log', '-1', '--format=%P', tip])).toBe(base)
    expect(scratch.git(['--no-replace-objects', 'ls-tree', '--name-only', tip])).toBe('a.txt\nb.txt')
  })
})

test('A2: a filter of the user runs, but sees none of the server’s secrets', async () => {
  const { scratch, trap, mark, sprung } = await withTrap()
  scratch.git(['config', '--global', 'filter.own.clean', trap])
  scratch.commit({ '.gitattributes': '*.own filter=own\n' })
  const git = createGit({ env: { ...scratch.env, COPPICE_ADMIN_TOKEN: 'secret-token' } })
  const repository = await git.open(scratch.path)
  const commit = (await repository.resolve('refs/heads/main')) ?? ''
  const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-5'), commit, null)
  writeFiles(worktree.path, { 'x.own': 'x\n' })
  await worktree.commitAll('Add x\n', [])
  expect(sprung()).toBe(true)
  expect(readFileSync(mark, 'utf8')).not.toContain('secret-token')
})
