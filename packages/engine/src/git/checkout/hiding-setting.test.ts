import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGit } from '../create-git.ts'
import { scratchRepository } from '../fixtures/scratch-repository.ts'

const MAIN = 'refs/heads/main'

/** Makes a checkout on main, and a child commit of its commit. */
async function delivery() {
  const scratch = scratchRepository()
  const from = scratch.commit({ 'a.txt': 'a\n' })
  const elsewhere = join(scratch.folder, 'elsewhere')
  scratch.git(['worktree', 'add', '-q', '--detach', elsewhere])
  const to = scratch.commit({ 'b.txt': 'b\n' }, 'Work', elsewhere)
  return { scratch, repository: await scratch.open(), from, to, config: join(scratch.path, '.git/config') }
}

describe('D2: a setting that hides the checkout from git', () => {
  test.each([
    ['core.bare', 'true'],
    ['core.worktree', '/nowhere'],
  ])('%s: a delivery still moves files, index and branch together', async (key, value) => {
    const { scratch, repository, from, to, config } = await delivery()
    scratch.git(['config', '--file', config, key, value])
    expect(await repository.deliveryPreview(MAIN, [])).toMatchObject({ checkout: scratch.path, obstacles: [] })
    expect(await repository.checkoutOf(MAIN)).toBe(scratch.path)
    expect(await repository.fastForwardCheckout(scratch.path, MAIN, from, to)).toEqual({ ok: true })
    scratch.git(['config', '--file', config, '--unset-all', key])
    expect(scratch.git(['status', '--porcelain'])).toBe('')
    expect(readFileSync(join(scratch.path, 'b.txt'), 'utf8')).toBe('b\n')
  })

  test('is named when the repository is opened', async () => {
    const { scratch, config } = await delivery()
    const opened = () => scratch.open().then(String, (error: Error) => error.message)
    scratch.git(['config', 'core.bare', 'true'])
    expect(await opened()).toContain(`core.bare=true in ${config} hides the checkout at ${scratch.path}`)
    expect(await opened()).toContain(`\`git config --file '${config}' core.bare false\``)
    scratch.git(['config', '--file', config, 'core.bare', 'false'])
    mkdirSync(join(scratch.folder, 'other'))
    scratch.git(['config', 'core.worktree', join(scratch.folder, 'other')])
    expect(await opened()).toContain(`\`git config --file '${config}' --unset-all core.worktree\``)
  })

  test('does not hide it from a project that is a linked worktree', async () => {
    const { scratch, config } = await delivery()
    const repository = await createGit({ env: scratch.env }).open(join(scratch.folder, 'elsewhere'))
    scratch.git(['config', '--file', config, 'core.bare', 'true'])
    expect(await repository.checkoutOf(MAIN)).toBe(scratch.path)
  })

  test('does not prevent a delivery to a linked worktree, for which git ignores it', async () => {
    const { scratch, to, from } = await delivery()
    const linked = join(scratch.folder, 'linked')
    scratch.git(['worktree', 'add', '-q', '-b', 'topic', linked, from])
    scratch.git(['config', 'core.bare', 'true'])
    const repository = await createGit({ env: scratch.env }).open(linked)
    expect(await repository.fastForwardCheckout(linked, 'refs/heads/topic', from, to)).toEqual({ ok: true })
    expect(scratch.git(['status', '--porcelain'], linked)).toBe('')
  })

  test('does not count when it names the checkout itself', async () => {
    const { scratch, repository } = await delivery()
    scratch.git(['config', 'core.worktree', '..'])
    expect(await repository.checkoutState()).toMatchObject({ hidden: null })
  })
})

test('D2: a branch that was checked out in the meantime is not moved without its checkout', async () => {
  const { scratch, repository, from, to } = await delivery()
  expect(await repository.fastForwardBranch(MAIN, from, to)).toEqual({
    ok: false,
    reason: `main is checked out at ${scratch.path} now`,
  })
  expect(await repository.resolve(MAIN)).toBe(from)
})
