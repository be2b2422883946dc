import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AcpPreset, installFolder } from '@coppice/engine/agents'
import { acquireLock } from '../../../../scripts/bootstrap/lock.mjs'
import { runNpm } from './run-npm.ts'

export interface InstallParts {
  /** The folder of all installed agents. */
  root: string
  env: Record<string, string | undefined>
  /** Prints a notice for people. */
  say: (text: string) => void
  signal: AbortSignal
}

/** An agent could not be installed. The message says what to do. */
export class NotInstalled extends Error {
  /** The class of the failure (S5). */
  readonly class: 'configuration' | 'infrastructure'

  constructor(message: string, kind: NotInstalled['class']) {
    super(message)
    this.class = kind
  }
}

/**
 * Returns the path of the program of a preset. If the package is not there, it is installed. One process installs it at a time, and the
 * others wait. An interrupted installation begins again, because a folder gets its final name only when it is complete.
 *
 * @throws NotInstalled
 */
export async function installedProgram(preset: AcpPreset, parts: InstallParts): Promise<string> {
  const { root, say, signal } = parts
  const folder = join(root, installFolder(preset))
  const program = join(folder, 'node_modules/.bin', preset.program)
  if (existsSync(folder)) return program
  mkdirSync(root, { recursive: true })
  const release = await acquireLock(`${folder}.lock`, {
    signal,
    onWait: (pid) => say(`Another session (process ${pid}) installs ${preset.title}. This one waits for it.`),
  })
  try {
    if (!existsSync(folder)) await install(preset, folder, parts)
  } finally {
    release()
  }
  return program
}

async function install(preset: AcpPreset, folder: string, { env, say, signal }: InstallParts): Promise<void> {
  const { name, version, licence, megabytes, hasInstallScript } = preset.package
  const fresh = `${folder}.installing`
  say(
    `Coppice installs ${preset.title} (${name} ${version}, about ${megabytes} MB) into ${folder}. Licence: ${licence}.`,
  )
  const startedAt = Date.now()
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh)
  writeFileSync(
    join(fresh, 'package.json'),
    JSON.stringify({ private: true, allowScripts: { [name]: hasInstallScript } }),
  )
  const problem = await runNpm(
    [
      'install',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...(hasInstallScript ? [] : ['--ignore-scripts']),
      `${name}@${version}`,
    ],
    { cwd: fresh, env, signal },
  )
  if (problem !== null || !existsSync(join(fresh, 'node_modules/.bin', preset.program)))
    throw new NotInstalled(
      `${preset.title} could not be installed: ${problem?.text ?? `the package ${name} has no program ${preset.program}`}. Check that this machine can reach the npm registry, or install ${name}@${version} yourself and write its command in "command"`,
      problem === null || problem.isMissing ? 'configuration' : 'infrastructure',
    )
  renameSync(fresh, folder)
  say(`${preset.title} is installed (${Math.round((Date.now() - startedAt) / 1_000)} s).`)
}
