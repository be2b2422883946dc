import { cp, mkdir, rm, symlink } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import type { EquipmentSettings } from '../domain/attempt-order.ts'
import { missingProgram } from '../domain/missing-program.ts'
import type { Failure } from '../domain/records.ts'
import type { Shell, ShellResult } from '../ports/shell.ts'
import { asUsersOwn } from '../workers/users-umask.ts'

export interface Equipment {
  shell: Shell
  settings: EquipmentSettings
  /** The user's checkout, where copied and linked files come from; only read (I2). */
  checkout: string
  env: Readonly<Record<string, string>>
}

export type CommandOutcome = { ok: true } | { ok: false; aborted: boolean; failure: Failure }

/** I5: the files that git does not hold, then the setup commands. Serves attempts and the verify worktree alike. */
export async function equipWorktree(
  equipment: Equipment,
  worktree: string,
  signal: AbortSignal,
): Promise<CommandOutcome> {
  const { settings, checkout } = equipment
  for (const how of ['copy', 'link'] as const)
    for (const path of settings[how]) {
      const error = await place(checkout, worktree, path, how).catch((thrown: Error) => thrown)
      if (error) return failed('coppice', `Coppice could not ${how} ${path} into the worktree: ${error.message}`, '')
    }
  return runCommands(equipment, 'setup', settings.setup, worktree, settings.setupTimeoutMs, signal)
}

export function tearDownWorktree(equipment: Equipment, worktree: string, signal: AbortSignal): Promise<CommandOutcome> {
  const { teardown, teardownTimeoutMs } = equipment.settings
  return runCommands(equipment, 'teardown', teardown, worktree, teardownTimeoutMs, signal)
}

/** One after the other, up to the first that fails. */
export async function runCommands(
  equipment: Equipment,
  what: 'setup' | 'teardown' | 'verify',
  commands: readonly string[],
  cwd: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<CommandOutcome> {
  for (const command of commands) {
    const result = await equipment.shell.run({ command, cwd, env: equipment.env, timeoutMs, signal })
    if (result.how === 'exited' && result.exitCode === 0) continue
    // A verify that misses a program did find it in the start: what was merged removed it, and another attempt can bring it back.
    const missing = missingProgram(result.exitCode, result.output)
    const kind = missing !== null && what !== 'verify' ? 'configuration' : 'work'
    const how = missing ?? howItEnded(result, timeoutMs)
    const outcome = failed(kind, `${what} failed: ${command}, ${how}`, result.output)
    return { ...outcome, aborted: result.how === 'aborted' }
  }
  return { ok: true }
}

function howItEnded({ how, exitCode }: ShellResult, timeoutMs: number): string {
  return how === 'timed-out' ? `no end within ${Math.round(timeoutMs / 1000)} s` : `exit code ${exitCode}`
}

function failed(kind: Failure['class'], reason: string, output: string): CommandOutcome & { ok: false } {
  return { ok: false, aborted: false, failure: { class: kind, reason, output: output.slice(-16_384) } }
}

/** A path that is not there is left out: `.env` is optional on most machines. */
async function place(checkout: string, worktree: string, path: string, how: 'copy' | 'link'): Promise<void> {
  const from = inside(checkout, path)
  const to = inside(worktree, path)
  const made = await mkdir(dirname(to), { recursive: true })
  if (made !== undefined) await openFolders(made, dirname(to))
  await rm(to, { recursive: true, force: true })
  if (how === 'link') await symlink(from, to)
  else await cp(from, to, { recursive: true, verbatimSymlinks: true }).catch(ignoreMissing)
}

/** From the first folder that was made down to the last: they belong to the user's project. */
async function openFolders(first: string, last: string): Promise<void> {
  for (let folder = last; folder.length >= first.length; folder = dirname(folder)) await asUsersOwn(folder, 'folder')
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

function inside(root: string, path: string): string {
  const whole = resolve(root, path)
  if (!whole.startsWith(root + sep)) throw new Error(`${path} lies outside the project`)
  return join(whole)
}
