import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { scratchRepository } from '../fixtures/scratch-repository.ts'
import { gitEnvironment } from './git-environment.ts'
import { GitExec } from './git-exec.ts'
import { plumbingIn } from './git-place.ts'

describe('running git', () => {
  test('A2: git’s environment has none of the server’s secrets and no variable that redirects git', () => {
    const env = gitEnvironment({
      PATH: '/bin',
      HOME: '/home/ada',
      https_proxy: 'http://proxy',
      ANTHROPIC_API_KEY: 'secret',
      DATABASE_URL: 'secret',
      COPPICE_ADMIN_TOKEN: 'secret',
      GIT_DIR: '/elsewhere',
      GIT_INDEX_FILE: '/elsewhere',
      GIT_CONFIG_PARAMETERS: "'core.pager'='evil'",
      GIT_SSH_COMMAND: 'evil',
      GIT_EDITOR: 'vi',
      EDITOR: 'vi',
      LD_PRELOAD: '/evil.so',
      LC_ALL: 'de_DE.UTF-8',
      XDG_CONFIG_HOME: undefined,
    })
    expect(env).toEqual({
      PATH: '/bin',
      HOME: '/home/ada',
      https_proxy: 'http://proxy',
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
      GIT_EDITOR: 'true',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_ALLOW_PROTOCOL: '',
    })
  })

  test('returns exit code, output and error output, and closes an empty input', async () => {
    const scratch = scratchRepository()
    const git = new GitExec(scratch.env)
    const place = plumbingIn(`${scratch.path}/.git`)
    expect(await git.run(place, ['rev-parse', '--verify', 'HEAD'])).toMatchObject({
      exitCode: 128,
      stderr: expect.stringContaining('fatal: Needed a single revision'),
    })
    expect(await git.text(place, ['hash-object', '--stdin'])).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391')
    expect(await git.text(place, ['hash-object', '--stdin'], { input: 'é\n' })).toHaveLength(40)
    await expect(git.text(place, ['rev-parse', '--verify', 'HEAD'])).rejects.toThrow(
      'git rev-parse failed (exit code 128): Needed a single revision',
    )
  })

  test('simple-git does not sleep for 50 ms after a command without output', async () => {
    const scratch = scratchRepository()
    const commit = scratch.commit({ 'a.txt': 'a\n' })
    const git = new GitExec(scratch.env)
    const timers = vi.spyOn(globalThis, 'setTimeout')
    onTestFinished(() => timers.mockRestore())
    await git.text(plumbingIn(`${scratch.path}/.git`), ['update-ref', 'refs/heads/other', commit])
    expect(timers.mock.calls.map(([, delayMs]) => delayMs)).not.toContain(50)
  })

  test('a command that hangs and ignores SIGINT is an error', async () => {
    const scratch = scratchRepository()
    const git = new GitExec(scratch.env)
    const hold = join(scratch.folder, 'hold')
    writeFileSync(hold, '')
    scratch.git(['config', 'alias.hang', `!trap '' INT; while [ -e '${hold}' ]; do sleep 0.1; done`])
    const place = plumbingIn(`${scratch.path}/.git`)
    await expect(git.run(place, ['hang'], { silenceMs: 500 })).rejects.toThrow(
      /timeout|^git hang in .* hangs: it printed nothing for 0\.5 s/,
    )
    rmSync(hold)
  })
})
