import { cp, lstat, mkdir, rm, symlink } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import type { EquipmentSettings } from '../domain/attempt-order.ts'
import { missingProgram } from '../domain/missing-program.ts'
import type { Failure } from '../domain/records.ts'
import type { Shell, ShellResult } from '../ports/shell.ts'
import { asUsersOwn } from '../workers/users-umask.ts'

/** What is needed to prepare a worktree for an attempt or for verify. */
export interface Equipment {
  shell: Shell
  settings: EquipmentSettings
  /** The path of the user's checkout, from which files are copied and to which links lead. It is only read (I2). */
  checkout: string
  env: Readonly<Record<string, string>>
}

export type CommandOutcome = { ok: true } | { ok: false; aborted: boolean; failure: Failure }

/** Prepares a worktree (I5): copies and links the files that the plan lends, then runs the setup commands. */
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

/** Runs commands one after the other, until one fails. @param what the name of the commands in the reason of a failure */
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
    // If verify does not find a program, the merged work removed it, because the start of the run passed verify. Another attempt can
    // restore it, so this is a failure of the work and not of the configuration.
    const missing = missingProgram(result.exitCode, result.output)
    const kind = missing !== null && what !== 'verify' ? 'configuration' : 'work'
    const how = missing ?? howItEnded(result, timeoutMs)
    const { failure } = failed(kind, `${what} failed: ${command}, ${how}`, result.output)
    const isPoorWork = what === 'verify'
    return {
      ok: false,
      aborted: result.how === 'aborted',
      failure: isPoorWork ? { ...failure, isQuality: true } : failure,
    }
  }
  return { ok: true }
}

function howItEnded({ how, exitCode }: ShellResult, timeoutMs: number): string {
  return how === 'timed-out' ? `not finished within ${Math.round(timeoutMs / 1000)} s` : `exit code ${exitCode}`
}

function failed(kind: Failure['class'], reason: string, output: string): CommandOutcome & { ok: false } {
  return { ok: false, aborted: false, failure: { class: kind, reason, output: output.slice(-16_384) } }
}

/** Copies or links one path into the worktree. A path that the checkout does not have is skipped, because `.env` is often optional. */
async function place(checkout: string, worktree: string, path: string, how: 'copy' | 'link'): Promise<void> {
  const from = inside(checkout, path)
  const to = inside(worktree, path)
  if (!(await exists(from))) return
  const firstCreated = await mkdir(dirname(to), { recursive: true })
  if (firstCreated !== undefined) await openFolders(firstCreated, dirname(to))
  await rm(to, { recursive: true, force: true })
  if (how === 'link') await symlink(from, to)
  else await cp(from, to, { recursive: true, verbatimSymlinks: true })
}

/** Gives the folders from `last` up to `first` the modes that the user's umask gives, because they are part of the user's project. */
async function openFolders(first: string, last: string): Promise<void> {
  for (let folder = last; folder.length >= first.length; folder = dirname(folder)) await asUsersOwn(folder, 'folder')
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )

function inside(root: string, path: string): string {
  const whole = resolve(root, path)
  if (!whole.startsWith(root + sep)) throw new Error(`${path} is outside ${root}. Correct "copy" or "link" in the plan`)
  return join(whole)
}
