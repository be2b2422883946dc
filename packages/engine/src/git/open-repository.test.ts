import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InvalidRepository } from '../domain/refusals.ts'
import { createGit } from './create-git.ts'
import { scratchFolder, scratchRepository, writeFiles } from './fixtures/scratch-repository.ts'
import { GitUnusable } from './git-unusable.ts'

const env = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' }

async function refusal(path: string, environment: Record<string, string> = env): Promise<string> {
  const opened = createGit({ env: environment }).open(path)
  const error = await opened.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof InvalidRepository) return error.message
  throw new Error(`expected InvalidRepository, got ${error}`)
}

/** Makes a folder with a program `git`, a shell script. @returns the folder, which the test puts on the PATH */
function programFolder(script: string): string {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'git'), 0o755)
  return folder
}

describe('a repository is refused, and the message says what to do, when its path', () => {
  test('is missing, a file, relative, or has a control character', async () => {
    const folder = scratchFolder()
    writeFiles(folder, { file: 'x' })
    expect(await refusal(join(folder, 'missing'))).toBe(
      `${folder}/missing does not exist. Give the path of a git repository.`,
    )
    expect(await refusal(join(folder, 'file', 'below'))).toMatch(/below does not exist/)
    expect(await refusal(join(folder, 'file'))).toMatch(/is a file\. Give the path of the git repository/)
    for (const path of ['some/where', `${folder}\n`, `${folder}\0`, '--help'])
      expect(await refusal(path)).toMatch(/is not an absolute path/)
  })

  test('is not a repository, or a repository without a commit', async () => {
    const folder = scratchFolder()
    expect(await refusal(folder)).toBe(
      `${folder} is not a git repository. To make it a git repository, run: git -C '${folder}' init, then make a first commit.`,
    )
    const empty = scratchRepository()
    expect(await refusal(empty.path)).toMatch(/has no commit yet\. Make one, for example: git -C '.*' commit/)
  })

  test('is a folder inside a repository, or inside its .git', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'src/a.txt': 'a\n' })
    expect(await refusal(join(scratch.path, 'src'))).toBe(
      `${scratch.path}/src is a folder inside a repository. Give the path of the repository's top folder: ${scratch.path}`,
    )
    for (const inside of ['.git', '.git/refs'])
      expect(await refusal(join(scratch.path, inside))).toMatch(/inside a \.git folder\. Give the path of/)
  })

  test('belongs to another user', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    const real = scratch.env.PATH ?? ''
    const folder = programFolder(`PATH='${real}' GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec git "$@"`)
    expect(await refusal(scratch.path, { ...scratch.env, PATH: `${folder}:${real}` })).toBe(
      `${scratch.path} belongs to another user, so git does not trust it. If you trust it, run: git config --global --add safe.directory '${scratch.path}'`,
    )
  })

  test('has a branch named coppice or coppice/work', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    scratch.git(['branch', 'coppice'])
    expect(await refusal(scratch.path)).toMatch(/has a branch named coppice.*branch -m coppice another-name$/)
    scratch.git(['branch', '-m', 'coppice', 'coppice/work'])
    expect(await refusal(scratch.path)).toMatch(
      /has a branch named coppice\/work.*branch -m coppice\/work another-name$/,
    )
    scratch.git(['branch', '-m', 'coppice/work', 'coppice/run-1'])
    await expect(scratch.open()).resolves.toMatchObject({ path: scratch.path })
  })
})

describe('a repository is opened when it', () => {
  test('is a linked worktree of a bare repository', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    const bare = join(scratch.folder, 'bare.git')
    scratch.git(['clone', '-q', '--bare', scratch.path, bare])
    const linked = join(scratch.folder, 'linked')
    scratch.git(['worktree', 'add', '-q', '-b', 'topic', linked], bare)
    const repository = await createGit({ env: scratch.env }).open(linked)
    expect(repository).toMatchObject({ path: linked, commonDir: bare })
    expect(await repository.checkoutState()).toMatchObject({ head: 'refs/heads/topic', status: '' })
    expect(await repository.checkoutOf('refs/heads/topic')).toBe(linked)
    expect(await repository.checkoutOf('refs/heads/main')).toBeNull()
  })

  test('has its git directory elsewhere, or odd characters in its path', async () => {
    const scratch = scratchRepository()
    const odd = join(scratch.folder, "odd 'näme' $(x) -rf")
    mkdirSync(odd)
    scratch.git(['init', '-q', '-b', 'main', `--separate-git-dir=${join(scratch.folder, 'store')}`, odd])
    scratch.git(['-c', 'user.name=x', '-c', 'user.email=x@y', 'commit', '-qm', 'One', '--allow-empty'], odd)
    const repository = await createGit({ env: scratch.env }).open(odd)
    expect(repository.commonDir).toBe(join(scratch.folder, 'store'))
    expect(await repository.checkoutOf('refs/heads/main')).toBe(odd)
    const from = (await repository.resolve('refs/heads/main')) ?? ''
    const to = await repository.commitTree(await repository.tree(from), [from], 'Two\n')
    expect(await repository.fastForwardCheckout(odd, 'refs/heads/main', from, to)).toEqual({ ok: true })
  })

  test('is a partial clone, which fetches missing objects', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    scratch.git(['config', 'uploadpack.allowFilter', 'true'])
    scratch.git(['config', 'uploadpack.allowAnySHA1InWant', 'true'])
    const partial = join(scratch.folder, 'partial')
    scratch.git(['clone', '-q', '--no-checkout', '--filter=blob:none', `file://${scratch.path}`, partial])
    const repository = await createGit({ env: scratch.env }).open(partial)
    const commit = (await repository.resolve('refs/heads/main')) ?? ''
    const worktree = await repository.addWorktree(join(scratch.folder, 'trees/slot-0'), commit, null)
    expect(readFileSync(join(worktree.path, 'a.txt'), 'utf8')).toBe('a\n')
  })

  test('is on a branch without commits while other branches have commits', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    scratch.git(['checkout', '-q', '--orphan', 'fresh'])
    expect(await (await scratch.open()).checkoutState()).toMatchObject({ head: 'refs/heads/fresh', headCommit: '' })
  })
})

describe('git itself', () => {
  test('is accepted from version 2.38 on', async () => {
    await expect(createGit({ env }).assertUsable()).resolves.toBeUndefined()
    for (const version of ['2.38.0', '2.51.1.windows.1', '3.0.0'])
      await expect(
        createGit({ env: { PATH: programFolder(`echo git version ${version}`) } }).assertUsable(),
      ).resolves.toBeUndefined()
  })

  test('is refused when it is older or missing, and the message says what to do', async () => {
    const old = createGit({ env: { PATH: programFolder('echo git version 2.37.9') } }).assertUsable()
    await expect(old).rejects.toThrow(/needs git 2\.38 or newer and found git version 2\.37\.9\. Install/)
    const none = createGit({ env: { PATH: '/nonexistent' } })
    await expect(none.assertUsable()).rejects.toThrow(/found no git on the PATH\. Install it/)
    await expect(none.open(scratchFolder())).rejects.toBeInstanceOf(GitUnusable)
  })
})
