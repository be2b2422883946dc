import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempRepository } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { openWorktreeCheck } from './worktree-check.ts'

const NO_WORK = { holds: false, text: expect.stringContaining('no commit and no change') }

it('S3: a claim holds if the worktree has a commit or a change; what setup changed is no work', async () => {
  const { path, git } = tempRepository()
  const base = git('rev-parse', 'HEAD')
  writeFileSync(join(path, 'made-by-setup.txt'), 'x')
  const check = await openWorktreeCheck(path, base, 'WORK', process.env)
  expect(await check.find()).toMatchObject(NO_WORK)
  writeFileSync(join(path, 'work.txt'), 'x')
  expect(await check.find()).toMatchObject({ holds: true })
  git('add', 'work.txt')
  git('commit', '-qm', 'work')
  expect(await check.find()).toMatchObject({ holds: true })
  git('reset', '-q', '--hard', base)
  expect(await check.find()).toMatchObject(NO_WORK)
})

it('S3, D4: the claim of a conflict session holds when no file is in conflict', async () => {
  const { path, git } = tempRepository({ 'a.txt': 'a\n' })
  const commit = (words: string) => {
    writeFileSync(join(path, 'a.txt'), `${words}\n`)
    git('commit', '-qam', words)
  }
  git('checkout', '-qb', 'other')
  commit('other')
  git('checkout', '-q', 'main')
  commit('mine')
  expect(() => git('merge', 'other')).toThrow()
  const check = await openWorktreeCheck(path, git('rev-parse', 'HEAD'), 'CONFLICT', process.env)
  expect(await check.find()).toMatchObject({ holds: false, missing: expect.stringContaining('a.txt') })
  git('add', 'a.txt')
  expect(await check.find()).toMatchObject({ holds: true })
  git('checkout', 'other', '--', 'a.txt')
  expect(await check.find()).toMatchObject({
    holds: false,
    missing: expect.stringContaining('Nothing of the work of this task'),
  })
  git('commit', '-qm', 'merged')
  expect(await check.find()).toMatchObject({ holds: false })
  writeFileSync(join(path, 'kept.txt'), 'mine')
  expect(await check.find()).toMatchObject({ holds: true })
})

it('S3: after a refusal, only what comes after the refused work counts', async () => {
  const { path, git } = tempRepository()
  writeFileSync(join(path, 'made-by-setup.txt'), 'x')
  const check = await openWorktreeCheck(path, null, 'WORK', process.env)
  expect(await check.find()).toMatchObject(NO_WORK)
  git('commit', '-q', '--allow-empty', '-m', 'nothing')
  expect(await check.find()).toMatchObject(NO_WORK)
  writeFileSync(join(path, 'work.txt'), 'x')
  expect(await check.find()).toMatchObject({ holds: true })
  git('add', 'work.txt')
  expect(await check.find()).toMatchObject({ holds: true })
  git('commit', '-qm', 'corrected')
  expect(await check.find()).toMatchObject({ holds: true })
})

it('S3: the commit that completes the merge of the tip into refused work corrects nothing', async () => {
  const { path, git } = tempRepository({ 'a.txt': 'a\n' })
  const commit = (file: string) => {
    writeFileSync(join(path, file), 'x')
    git('add', file)
    git('commit', '-qm', file)
  }
  git('checkout', '-qb', 'tip')
  commit('tip.txt')
  git('checkout', '-q', 'main')
  commit('work.txt')
  git('merge', '-q', '--no-ff', '--no-commit', 'tip')
  writeFileSync(join(path, 'work.txt'), 'made by setup')
  const check = await openWorktreeCheck(path, null, 'WORK', process.env)
  expect(await check.find()).toMatchObject(NO_WORK)
  git('commit', '-qm', 'merged')
  expect(await check.find()).toMatchObject(NO_WORK)
  commit('corrected.txt')
  expect(await check.find()).toMatchObject({ holds: true })
})
