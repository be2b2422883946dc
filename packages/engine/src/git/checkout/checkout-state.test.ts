import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGit } from '../create-git.ts'
import { scratchRepository, writeFiles } from '../fixtures/scratch-repository.ts'

describe('I2: the state of the checkout', () => {
  test('changes when HEAD, the index, a file, the config or a hook changes', async () => {
    const scratch = scratchRepository()
    const commit = scratch.commit({ 'a.txt': 'a\n', '.gitignore': 'dist/\n' })
    const repository = await scratch.open()
    const start = await repository.checkoutState()
    expect(start).toMatchObject({ head: 'refs/heads/main', headCommit: commit, status: '' })
    writeFiles(scratch.path, { 'dist/ignored': 'x' })
    expect(await repository.checkoutState()).toEqual(start)

    const changed = async (change: () => void) => {
      const before = await repository.checkoutState()
      change()
      const after = await repository.checkoutState()
      return (['head', 'headCommit', 'status', 'meta'] as const).filter((key) => before[key] !== after[key])
    }
    expect(await changed(() => writeFiles(scratch.path, { 'new ✓.txt': 'n' }))).toEqual(['status'])
    expect(await changed(() => scratch.git(['add', '.']))).toEqual(['status', 'meta'])
    expect(await changed(() => scratch.git(['config', 'user.name', 'Eve']))).toEqual(['meta'])
    const hook = join(scratch.path, '.git/hooks/post-checkout')
    expect(await changed(() => writeFileSync(hook, '#!/bin/sh\n', { mode: 0o755 }))).toEqual(['meta'])
    expect(await changed(() => scratch.git(['switch', '-qc', 'other']))).toEqual(['head'])
    expect(await changed(() => scratch.git(['checkout', '-q', '--detach']))).toEqual(['head'])
    expect((await repository.checkoutState()).head).toBe(commit)
  })

  test('is read without a write to the index, even when git would refresh the index', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    const repository = await scratch.open()
    utimesSync(join(scratch.path, 'a.txt'), 1, 1)
    const index = join(scratch.path, '.git/index')
    const before = [readFileSync(index).toString('hex'), statSync(index).mtimeMs]
    const state = await repository.checkoutState()
    await repository.checkoutPatch()
    expect([readFileSync(index).toString('hex'), statSync(index).mtimeMs]).toEqual(before)
    expect(state.status).toBe('')
  })
})

describe('I2: the quarantine patch', () => {
  test('contains untracked, staged, changed, deleted and binary files, and git can apply it', async () => {
    const scratch = scratchRepository()
    const binary = Buffer.from([0, 1, 2, 255, 254, 10, 13])
    scratch.commit({ 'a.txt': 'a\n', 'gone.txt': 'g\n', '.gitignore': 'dist/\n' })
    const repository = await scratch.open()
    writeFiles(scratch.path, { 'a.txt': 'changed\n', 'new/ü.txt': 'n\n', 'staged.txt': 's\n', 'dist/x': 'ignored' })
    writeFileSync(join(scratch.path, 'latin1.txt'), Buffer.from('caf\xe9\n', 'latin1'))
    writeFileSync(join(scratch.path, 'blob.bin'), binary)
    scratch.git(['add', 'staged.txt'])
    rmSync(join(scratch.path, 'gone.txt'))
    const objects = () => execFileSync('find', [join(scratch.path, '.git/objects'), '-type', 'f'], { encoding: 'utf8' })
    const before = objects()
    const patch = join(scratch.folder, 'p.patch')
    writeFileSync(patch, (await repository.checkoutPatch()).bytes)
    expect(objects()).toBe(before)

    const copy = join(scratch.folder, 'copy')
    scratch.git(['worktree', 'add', '-q', '--detach', copy])
    scratch.git(['apply', patch], copy)
    expect(
      scratch
        .git(['status', '--porcelain', '-uall'], copy)
        .split('\n')
        .map((line) => line.trim())
        .sort(),
    ).toEqual(
      ['M a.txt', 'D gone.txt', '?? blob.bin', '?? latin1.txt', '?? "new/\\303\\274.txt"', '?? staged.txt'].sort(),
    )
    expect(readFileSync(join(copy, 'blob.bin'))).toEqual(binary)
    expect(readFileSync(join(copy, 'latin1.txt'))).toEqual(Buffer.from('caf\xe9\n', 'latin1'))
  })
  test('contains every other change when a folder became a symbolic link, or a file became a folder', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n', 'dir/f': 'f\n', file: 'f\n' })
    const repository = await scratch.open()
    for (const path of ['dir', 'file']) rmSync(join(scratch.path, path), { recursive: true })
    symlinkSync(scratch.folder, join(scratch.path, 'dir'))
    writeFiles(scratch.path, { 'a.txt': 'changed\n', 'file/inside': 'i\n', 'new.txt': 'n\n' })
    const { bytes, omitted } = await repository.checkoutPatch()
    const names = [...String(bytes).matchAll(/^diff --git a\/(\S+)/gm)].map(([, name]) => name)
    expect(new Set(names)).toEqual(new Set(['a.txt', 'dir', 'dir/f', 'file', 'file/inside', 'new.txt']))
    expect(omitted).toEqual([])
  })

  test('is made on a branch without a commit', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    const repository = await scratch.open()
    scratch.git(['switch', '-q', '--orphan', 'fresh'])
    writeFiles(scratch.path, { 'new.txt': 'n\n' })
    expect(String((await repository.checkoutPatch()).bytes)).toContain('+++ b/new.txt')
  })

  test('is made where the path of the repository contains a colon', async () => {
    const scratch = scratchRepository()
    scratch.commit({ 'a.txt': 'a\n' })
    const path = join(scratch.folder, 'a:b')
    scratch.git(['clone', '-q', '.', path])
    writeFiles(path, { 'a.txt': 'b\n' })
    const repository = await createGit({ env: scratch.env }).open(path)
    expect(String((await repository.checkoutPatch()).bytes)).toContain('+b\n')
  })
})
