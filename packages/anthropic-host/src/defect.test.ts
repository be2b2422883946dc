import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, it } from 'vitest'
import { failureOfDefect } from './defect.ts'

/** Returns the error of a program that cannot be started. */
const spawnError = async (program: string, cwd: string): Promise<Error> =>
  (await once(spawn(program, { cwd }), 'x').catch((error) => error)) as Error

it('S5: a shell that is missing is a failure of configuration, and says what to do', async () => {
  const error = await spawnError('/bin/no-such-bash', tempFolder())
  expect(failureOfDefect(error, true)).toMatchObject({
    ...{ is: 'failed', class: 'configuration' },
    reason: expect.stringMatching(/no-such-bash ENOENT.*install bash as \/bin\/bash/),
  })
})

it('S5: a worktree that is gone is a failure of infrastructure, although the error names the shell', async () => {
  const error = await spawnError('/bin/sh', join(tempFolder(), 'gone'))
  expect(failureOfDefect(error, false)).toMatchObject({
    class: 'infrastructure',
    reason: expect.stringContaining('worktree was removed'),
  })
})

it('S5: any other error is a failure of infrastructure that has its words', () => {
  expect(failureOfDefect(new TypeError('x is undefined'), true)).toMatchObject({
    ...{ class: 'infrastructure', reason: expect.stringContaining('x is undefined') },
  })
})
