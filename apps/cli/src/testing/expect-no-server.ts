import { tempFolder } from '@coppice/testkit'
import { expect } from 'vitest'
import { runCli } from './run-cli.ts'

/** Runs a command on a new data folder without a server. Expects exit code 1 and a message with the folder and what to do. */
export async function expectNoServer(...args: string[]): Promise<void> {
  const home = tempFolder('home')
  const { exitCode, stdout, stderr } = await runCli(args, { cwd: home, env: { COPPICE_HOME: home } })
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  expect(stderr).toBe(`coppice: No server is running on the data folder ${home}. To start one: coppice serve\n`)
}
