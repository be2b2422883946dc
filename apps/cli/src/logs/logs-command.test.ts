import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { expectNoServer } from '../testing/expect-no-server.ts'
import { BIN, startCli } from '../testing/run-cli.ts'
import { givenRun, givenServer, task } from '../testing/started-run.ts'

test('logs prints the output of an agent, and --follow prints it to its end; no control character is printed', async () => {
  const { api, cli, at } = await givenServer()
  const go = join(tempFolder(), 'go')
  const script = `printf '\\033[2Jfirst\\n'; echo second >&2; while [ ! -e ${go} ]; do sleep 0.1; done; echo a > a.txt; echo last`
  await givenRun(api, 'shop', [
    task('a', script),
    task('b', 'echo in b; echo b > b.txt', ['a']),
    task('c', 'seq 1 5000; echo c > c.txt'),
    task('silent', 'echo d > d.txt'),
  ])
  await expect.poll(async () => (await cli('logs', 'a')).stdout, { interval: 500 }).toContain('second')
  const replay = await cli('logs', 'a')
  expect(replay).toMatchObject({ exitCode: 0 })
  expect(replay.stdout).toContain('first\n')
  expect(replay.stdout).not.toContain('\u001b')

  const waits = 'coppice: b has not started yet (PENDING). To wait for its output: coppice logs b --follow\n'
  expect(await cli('logs', 'b')).toMatchObject({ exitCode: 1, stderr: waits })
  expect(await cli('logs', 'z')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no task or session z') })
  expect((await cli('logs', 'a', '--attempt', '2')).stderr).toContain('a has no attempt 2. Its attempts: 1.')

  const waiting = startCli(['logs', 'b', '--follow'], at)
  await expect.poll(() => waiting.result.stderr).toBe('b has not started yet (PENDING). Waiting for it …\n')

  const left = startCli(['logs', 'a', '--follow'], at)
  await expect.poll(() => left.result.stdout).toContain('second')
  left.child.kill('SIGINT')
  expect(await left.ended).toMatchObject({ exitCode: 8, stderr: '' })

  const followed = startCli(['logs', 'a', '--follow', '--json'], at)
  await expect.poll(() => followed.result.stdout).toContain('second')
  writeFileSync(go, '')
  const { exitCode, stdout } = await followed.ended
  const entries = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(exitCode).toBe(0)
  expect(await waiting.ended).toMatchObject({ exitCode: 0, stdout: 'in b\n' })
  expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1))
  expect(entries.at(-1)).toMatchObject({ text: 'last' })

  // Now the run has ended, and the session is found by its number.
  await expect.poll(async () => (await cli('status')).stdout, { interval: 500 }).toContain('run 1: completed')
  expect((await cli('logs', 'a', '--run', '1')).stdout).toContain('last\n')
  expect((await cli('logs', '1')).exitCode).toBe(0)
  expect(await cli('logs', 'silent')).toMatchObject({ exitCode: 0, stdout: '', stderr: 'silent has no output.\n' })
  expect((await cli('logs', 'c')).stdout.trimEnd().split('\n').slice(-1)).toEqual(['5000'])

  // The output of all tasks is searched on the server, page by page, and exported.
  const found = await cli('logs', '--search', 'IN B')
  expect(found).toMatchObject({
    exitCode: 0,
    stdout: 'b:4:1: in b\n',
    stderr: 'Lines with the text: 1 in 1 task (b 1).\n',
  })
  const json = JSON.parse((await cli('logs', 'c', '--search', '1', '--json')).stdout)
  const ones = Array.from({ length: 5000 }, (_, index) => String(index + 1)).filter((text) => text.includes('1'))
  expect(json).toMatchObject({
    run: 1,
    text: '1',
    totalCount: ones.length,
    tasks: [{ taskKey: 'c', totalCount: ones.length }],
  })
  expect(json.matches.map(({ before, match, after }: Record<string, string>) => `${before}${match}${after}`)).toEqual(
    ones,
  )
  expect(json.matches[0].url).toMatch(/^http.*\/runs\/.*\/tasks\/c\?session=.*&line=1&search=1$/)
  expect(await cli('logs', '--search', 'no such text')).toMatchObject({
    ...{ exitCode: 0, stdout: '', stderr: 'No line contains the text.\n' },
  })
  const markdown = (await cli('logs', '--markdown')).stdout
  expect(markdown).toMatch(/^# Run 1 of shop\n/)
  expect(markdown.match(/^## Task (?!ID$).*$/gm)).toEqual(['## Task a', '## Task c', '## Task silent', '## Task b'])
  expect(markdown).toContain('```\n1\n2\n3\n')
  expect((await cli('logs', 'b', '--markdown')).stdout.match(/^### Session .*$/gm)).toEqual([
    '### Session 4: attempt 1',
  ])
  expect(await cli('logs', '--follow', '--search', 'x')).toMatchObject({
    ...{ exitCode: 2, stderr: 'coppice: --follow and --search cannot be used together.\n' },
  })
  expect((await cli('logs')).stderr).toContain('Name a task: coppice logs TASK.')

  const piped = `'${process.execPath}' --disable-warning=ExperimentalWarning '${BIN}' logs c | head -n 1`
  const {
    status,
    stdout: head,
    stderr,
  } = spawnSync('bash', ['-o', 'pipefail', '-c', piped], {
    env: { ...process.env, ...at.env },
    encoding: 'utf8',
  })
  expect({ status, head, stderr }).toEqual({ status: 0, head: '1\n', stderr: '' })
  expect(existsSync(go)).toBe(true)
})

test('without a server, logs says that no server is running', () => expectNoServer('logs', 'a'))

test('S4: logs of a task that ended without an agent says why, and how to try again, also with --follow', async () => {
  const { api, cli } = await givenServer()
  expect((await cli('status', '--project', 'shop')).stderr).toBe(
    'coppice: There is no project named shop. There are no projects yet. To create one from a plan: coppice run\n',
  )
  await givenRun(api, 'shop', [task('a', 'exit 7'), task('b', 'true', ['a'])])
  await expect.poll(async () => (await cli('status')).stdout, { interval: 500 }).toContain('run 1: failed')
  const stderr = expect.stringMatching(
    /^coppice: b has no output: it ended \(SKIPPED, .*\ba\b.*\) before an agent started\. To try again while the run is active: retry the task that it needs: coppice retry TASK\. After the end of the run: coppice run\n$/,
  )
  expect(await cli('logs', 'b')).toMatchObject({ exitCode: 1, stderr })
  expect(await cli('logs', 'b', '--follow')).toMatchObject({ exitCode: 1, stderr })
})
