import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from './git-environment.ts'
import type { GitExec } from './git-exec.ts'
import type { GitPlace } from './git-place.ts'
import { type ConfigEntry, parseConfigList } from './parse-config-list.ts'
import { isPartialClone, overrides, type ProgramSettings, programSettings } from './program-settings.ts'

const TRANSPORT: Environment = { GIT_ALLOW_PROTOCOL: 'https:http:ssh:git:file' }

interface Looked {
  fingerprint: string
  environment: Environment
}

/**
 * An agent can write the shared config, and a clean filter that it names there would run in our `git add` (I2). So the programs that
 * the config named when the repository was opened are the ones that run: later ones are switched off, changed ones changed back.
 * Ordinary settings (`user.name`) are the agent's to change. A partial clone may fetch what it lacks, any other repository nothing.
 */
export class ProgramGuard {
  readonly #git: GitExec
  readonly #files: readonly string[]
  readonly #trusted: ProgramSettings
  readonly #transport: Environment
  readonly #looked = new Map<string, Looked>()

  private constructor(git: GitExec, place: GitPlace, entries: readonly ConfigEntry[]) {
    const files = entries.filter(({ origin }) => origin.startsWith('file:')).map(({ origin }) => origin.slice(5))
    this.#git = git
    this.#files = [...new Set([...files, join(place.commonDir, 'config')])]
    this.#trusted = programSettings(entries)
    this.#transport = isPartialClone(entries) ? TRANSPORT : {}
  }

  static async trusting(git: GitExec, place: GitPlace): Promise<ProgramGuard> {
    return new ProgramGuard(git, place, await listConfig(git, place))
  }

  /** Looks into the config again only where one of its files has changed: a few `stat`s for most calls. */
  async environment(place: GitPlace): Promise<Environment> {
    const fingerprint = await fingerprintOf([...this.#files, join(place.gitDir, 'config.worktree')])
    const before = this.#looked.get(place.gitDir)
    if (before?.fingerprint === fingerprint) return before.environment
    const now = programSettings(await listConfig(this.#git, { ...place, guard: undefined }))
    const environment = { ...this.#transport, ...asEnvironment(overrides(this.#trusted, now)) }
    this.#looked.set(place.gitDir, { fingerprint, environment })
    return environment
  }
}

async function listConfig(git: GitExec, place: GitPlace) {
  const listed = await git.bytes(place, ['config', '--list', '--show-origin', '-z'])
  return parseConfigList(listed.toString('utf8'))
}

async function fingerprintOf(files: readonly string[]): Promise<string> {
  const stats = await Promise.all(files.map((file) => stat(file, { bigint: true }).catch(() => null)))
  return stats.map((one) => (one ? `${one.ino} ${one.size} ${one.mtimeNs} ${one.ctimeNs}` : '-')).join(';')
}

/** By environment, not by `-c`: a key may hold `=`. */
function asEnvironment(settings: readonly [string, string][]): Environment {
  const pairs = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  return pairs.length === 0 ? {} : { ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(settings.length) }
}
