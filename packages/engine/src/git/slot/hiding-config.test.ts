import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leasedWorktree } from '../fixtures/leased-worktree.ts'

describe('I2: a setting with which an agent hides its working tree from git', () => {
  test.each([
    ['core.bare', 'true'],
    ['core.worktree', '/elsewhere'],
  ])('%s=%s is found, and the next agent does not get it', async (key, value) => {
    const { scratch, worktree, base, agent } = await leasedWorktree()
    agent('config', key, value)
    expect(await worktree.hidingConfig()).toMatchObject({ key, value, text: expect.stringContaining(value) })
    await worktree.commitAll('work', [])
    await worktree.reset(base, 'refs/heads/coppice/work/run-1/next', [])
    expect(await worktree.hidingConfig()).toBeNull()
    expect(agent('status', '--porcelain')).toBe('')
    expect(scratch.git(['config', '--list', '--local'])).not.toContain(`${key}=${value}`)
  })

  test('cannot be looked for in a config that is too large, and this is reported', async () => {
    const { worktree, gitDir } = await leasedWorktree()
    writeFileSync(join(gitDir, 'config'), `[core]\n\tbare = true\n${'#'.repeat(1024 * 1024)}\n`)
    expect(await worktree.hidingConfig()).toBe('unreadable')
  })

  test('other settings, a setting that hides nothing and a file that is no config are not reported', async () => {
    const { worktree, agent } = await leasedWorktree()
    expect(await worktree.hidingConfig()).toBeNull()
    agent('config', 'user.name', 'Grace')
    agent('config', 'core.bare', 'false')
    expect(await worktree.hidingConfig()).toBeNull()
    const file = agent('rev-parse', '--path-format=absolute', '--git-path', 'config')
    agent('config', '--file', file, 'core.bare', 'true')
    agent('config', '--file', file, '--replace-all', 'core.bare', 'no')
    expect(await worktree.hidingConfig()).toBeNull()
  })
})
