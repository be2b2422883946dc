import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Clock, systemClock } from '../../ports/clock.ts'
import { scratchFolder } from '../fixtures/scratch-repository.ts'
import { RepositoryLock } from './repository-lock.ts'

const holder = fileURLToPath(new URL('../fixtures/holds-lock.ts', import.meta.url))

async function otherProcess(file: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [holder, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  if (!child.stdout) throw new Error('no output')
  const [output] = await once(child.stdout, 'data')
  expect(`${output}`.trim()).toBe('held')
  return child
}

describe('I3: the lock of a repository', () => {
  test('has one holder at a time, in the order of the calls, even when earlier calls fail', async () => {
    const file = join(scratchFolder(), 'coppice', 'lock.sqlite')
    const locks = [new RepositoryLock(file, systemClock), new RepositoryLock(file, systemClock)]
    const order: number[] = []
    let inside = 0
    const visits = Array.from({ length: 20 }, (_, index) =>
      locks[index % 2]?.hold(async () => {
        inside += 1
        expect(inside).toBe(1)
        await new Promise(setImmediate)
        order.push(index)
        inside -= 1
        if (index % 3 === 0) throw new Error(`failed ${index}`)
      }),
    )
    const settled = await Promise.allSettled(visits)
    expect(order).toEqual(visits.map((_, index) => index))
    expect(settled.filter((one) => one.status === 'rejected')).toHaveLength(7)
  })

  test('excludes other processes, and is released when its process dies', async () => {
    const folder = scratchFolder()
    const file = join(folder, 'lock.sqlite')
    const other = await otherProcess(file)
    let entered = false
    const waiting = new RepositoryLock(file, systemClock).hold(async () => {
      entered = true
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(entered).toBe(false)
    other.kill('SIGKILL')
    await waiting
    expect(entered).toBe(true)
    expect(readdirSync(folder)).toEqual(['lock.sqlite'])
  })

  test('creates nothing when the git directory was moved away', async () => {
    const away = join(scratchFolder(), 'repository', '.git')
    await expect(
      new RepositoryLock(join(away, 'coppice', 'lock.sqlite'), systemClock).hold(async () => {}),
    ).rejects.toThrow(/ENOENT/)
    expect(existsSync(dirname(away))).toBe(false)
  })

  test('is an error when another process keeps it for too long, and the error names the file', async () => {
    const file = join(scratchFolder(), 'lock.sqlite')
    await otherProcess(file)
    let now = 0
    const clock: Clock = {
      now: () => now,
      after(delayMs, call) {
        now += delayMs * 100
        const immediate = setImmediate(call)
        return () => clearImmediate(immediate)
      },
      random: () => 0.5,
    }
    await expect(new RepositoryLock(file, clock).hold(async () => {})).rejects.toThrow(
      /Another Coppice process has held/,
    )
  })
})
