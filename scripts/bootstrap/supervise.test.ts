import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

/** A small server that writes each signal to a file. It exits with 7 at the second signal, or at once with the argument `exit`. */
const SERVER = `
  const { appendFileSync } = require('node:fs')
  let signals = 0
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2']) process.on(name, () => {
    appendFileSync('journal', name + '\\n')
    if (++signals === 2) process.exit(7)
  })
  appendFileSync('journal', 'up ' + process.pid + ' ' + process.env.COPPICE_LAUNCHER_PID + '\\n')
  setInterval(() => {}, 1000)
  if (process.argv.includes('exit')) process.exit(7)`

const launcherScript = (args: string[]) => `
  import { supervise } from ${JSON.stringify(new URL('./supervise.mjs', import.meta.url).href)}
  process.exitCode = await supervise(process.execPath, ['server.cjs', ...${JSON.stringify(args)}], { cwd: process.cwd(), env: process.env })`

function launch({ args = [] as string[], env = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'coppice-supervise-'))
  writeFileSync(join(folder, 'server.cjs'), SERVER)
  writeFileSync(join(folder, 'launcher.mjs'), launcherScript(args))
  const launcher = spawn(process.execPath, ['launcher.mjs'], { cwd: folder, env: { ...process.env, ...env } })
  const journal = () => readLines(join(folder, 'journal'))
  onTestFinished(async () => {
    const pid = Number(journal()[0]?.split(' ')[1])
    for (const one of [launcher.pid, pid]) if (one && isAlive(one)) process.kill(one, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  return { folder, launcher, journal }
}

const readLines = (path: string): string[] => {
  try {
    return readFileSync(path, 'utf8').trim().split('\n')
  } catch {
    return []
  }
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const exitOf = async (child: ChildProcess): Promise<unknown> => child.exitCode ?? (await once(child, 'exit'))[0]

test('the exit code of the server is that of npm start', async () => {
  const { launcher } = launch({ args: ['exit'] })
  expect(await exitOf(launcher)).toBe(7)
})

test('R5: the server gets one signal if npm and the terminal send one at the same time, and another one for a later signal', async () => {
  const { launcher, journal } = launch()
  await expect.poll(() => journal().length).toBe(1)
  launcher.kill('SIGINT')
  launcher.kill('SIGTERM')
  await expect.poll(() => journal().length).toBe(2)
  const sendAgain = () => {
    if (journal().length < 3) launcher.kill('SIGUSR2')
    return journal().length
  }
  // The signal is repeated until it counts as a second signal, which ends the server.
  await expect.poll(sendAgain).toBe(3)
  expect(await exitOf(launcher)).toBe(7)
  expect(journal().slice(1)).toEqual([expect.stringMatching(/^SIG(INT|TERM)$/), 'SIGUSR2'])
})

test('the server gets the pid of its launcher', async () => {
  const { launcher, journal } = launch()
  await expect.poll(() => journal()[0]?.split(' ')[2]).toBe(String(launcher.pid))
})

test('when npm is killed, the server gets the same signal as for a closed terminal', async () => {
  const { folder, launcher, journal } = launch()
  launcher.kill('SIGKILL')
  await once(launcher, 'exit')
  rmSync(join(folder, 'journal'), { force: true })

  const npm = spawn(
    process.execPath,
    [
      '--eval',
      `require('node:child_process').spawn(process.execPath, ['launcher.mjs'], { stdio: 'inherit', env: { ...process.env, npm_lifecycle_event: 'start' } }); setInterval(() => {}, 1000)`,
    ],
    { cwd: folder },
  )
  await expect.poll(() => journal().length).toBe(1)
  npm.kill('SIGKILL')
  await expect.poll(() => journal()).toContain('SIGHUP')
})
