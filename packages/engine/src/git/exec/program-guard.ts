import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { TrustedPrograms, UntrustedProgram } from '../../domain/trusted-programs.ts'
import { type ConfigFiles, configFiles } from './config-files.ts'
import type { Environment } from './git-environment.ts'
import type { GitExec } from './git-exec.ts'
import type { GitPlace } from './git-place.ts'
import { type ConfigEntry, parseConfigList } from './parse-config-list.ts'
import {
  changedPrograms,
  hooksOff,
  isPartialClone,
  overrides,
  type ProgramSettings,
  programSettings,
} from './program-settings.ts'

const REMOTE = 'https:http:ssh:git'

interface ConfigRead {
  fingerprint: string
  entries: readonly ConfigEntry[]
  from: ConfigFiles
}

/**
 * Lets git run only the programs that a person trusted (I2). An agent can write the repository's config, and a filter that the config
 * names would run in Coppice's `git add`. The guard overrides the config in each call: a new program is switched off, and a changed
 * program has its trusted value. Settings that run no program, such as `user.name`, are not overridden. Git may fetch missing objects
 * only if the repository was a partial clone when it was opened.
 */
export class ProgramGuard {
  readonly #git: GitExec
  readonly #trusted: ProgramSettings
  /** The config as it was when the repository was opened. */
  readonly openedWith: readonly ConfigEntry[]
  readonly #noSystem: Environment
  readonly #reads = new Map<string, ConfigRead>()
  /** The config files of the user and the system, which git reads in every repository. */
  readonly #files: Set<string>
  /** Whether git may fetch missing objects when a command needs them. It does not change while the repository is open. */
  readonly isPartialClone: boolean

  private constructor(git: GitExec, entries: readonly ConfigEntry[], trusted: TrustedPrograms | null) {
    this.#git = git
    this.#files = new Set(git.userConfigFiles)
    this.openedWith = entries
    this.#trusted = trusted === null ? programSettings(entries) : new Map(Object.entries(trusted))
    this.isPartialClone = isPartialClone(entries)
    // If the machine has no system config now, git must not read one that somebody creates later. Coppice could not notice the new file,
    // because git does not report where such a file would be.
    this.#noSystem = entries.some(({ scope }) => scope === 'system') ? {} : { GIT_CONFIG_NOSYSTEM: '1' }
  }

  static async trusting(git: GitExec, place: GitPlace, trusted: TrustedPrograms | null): Promise<ProgramGuard> {
    const fingerprint = fingerprintOf(filesOf(place, git.userConfigFiles, NOTHING_READ))
    const entries = await listConfig(git, place)
    const guard = new ProgramGuard(git, entries, trusted)
    guard.#remember(place, fingerprint, entries)
    return guard
  }

  async environment(place: GitPlace): Promise<Environment> {
    const entries = await this.#readConfig(place)
    const now = programSettings(entries)
    const settings = [...overrides(this.#trusted, now), ...hooksOff(entries)]
    return { ...this.#noSystem, ...this.#transport(now), ...asEnvironment(settings) }
  }

  /** Returns all settings that the config contains now, before the guard overrides any. */
  config(place: GitPlace): Promise<readonly ConfigEntry[]> {
    return this.#readConfig(place)
  }

  async configHash(place: GitPlace): Promise<string> {
    const entries = await this.#readConfig(place)
    const known = hashes.get(entries) ?? createHash('sha256').update(JSON.stringify(entries)).digest('hex')
    hashes.set(entries, known)
    return known
  }

  async programs(place: GitPlace): Promise<TrustedPrograms> {
    return Object.fromEntries(programSettings(await this.#readConfig(place)))
  }

  async untrusted(place: GitPlace): Promise<UntrustedProgram[]> {
    const entries = await this.#readConfig(place)
    const now = programSettings(entries)
    const keys = changedPrograms(this.#trusted, now)
    return keys.map((key) => ({ key, value: now.get(key) ?? null, place: placeOf(entries, key) }))
  }

  #transport(now: ProgramSettings): Environment {
    if (!this.isPartialClone) return {}
    const local = changedPrograms(this.#trusted, now).includes('uploadpack.packobjectshook') ? '' : ':file'
    return { GIT_ALLOW_PROTOCOL: REMOTE + local }
  }

  /** Reads the config, but only when one of its files has changed since the last call. Most calls only `stat` a few files. */
  async #readConfig(place: GitPlace): Promise<readonly ConfigEntry[]> {
    const before = this.#reads.get(keyOf(place))
    const fingerprint = fingerprintOf(filesOf(place, this.#files, before?.from ?? NOTHING_READ))
    if (before?.fingerprint === fingerprint && !before.from.unknown) return before.entries
    const entries = await listConfig(this.#git, { ...place, guard: undefined })
    this.#remember(place, fingerprint, entries)
    return entries
  }

  #remember(place: GitPlace, fingerprint: string, entries: readonly ConfigEntry[]): void {
    const { home } = this.#git
    const ofUser = entries.filter(({ scope }) => !OF_REPOSITORY.has(scope))
    for (const file of configFiles(ofUser, home).files) this.#files.add(file)
    // The cache keeps the user's git directories and those of worktrees. Any other git directory is temporary: it is created for one merge.
    if (!place.isKept && !place.gitDir.startsWith(place.commonDir)) return
    this.#reads.set(keyOf(place), { fingerprint, entries, from: configFiles(entries, home) })
  }
}

/** In a shadow, a merge reads the user's config, and every other command reads the shadow's config. So the key needs both directories. */
const keyOf = ({ gitDir, commonDir }: GitPlace): string => `${gitDir}\0${commonDir}`

const NOTHING_READ: ConfigFiles = { files: [], onHead: false, unknown: false }
/** The scopes of settings that apply in one repository or worktree only. */
const OF_REPOSITORY: ReadonlySet<string> = new Set(['local', 'worktree'])

const hashes = new WeakMap<readonly ConfigEntry[], string>()

const placeOf = (entries: readonly ConfigEntry[], key: string): string | null =>
  entries.findLast((entry) => entry.key === key)?.origin.replace(/^file:/, '') ?? null

async function listConfig(git: GitExec, place: GitPlace) {
  const listed = await git.bytes(place, ['config', '--list', '--show-scope', '--show-origin', '-z'])
  return parseConfigList(listed.toString('utf8'))
}

/** Returns the config files of a place. Those that the last read found are among them. So if a read finds another file, the next call reads once more. */
function filesOf({ gitDir, commonDir }: GitPlace, ofUser: Iterable<string>, from: ConfigFiles): readonly string[] {
  const head = from.onHead ? [join(gitDir, 'HEAD')] : []
  const own = [join(commonDir, 'config'), join(gitDir, 'config.worktree'), ...head]
  return [...new Set([...ofUser, ...own, ...from.files])].toSorted()
}

/** It is called before each git command. For a few files, the synchronous functions of Node need a tenth of the processor time. */
const fingerprintOf = (files: readonly string[]): string => files.map(fingerprintOfFile).join(';')

function fingerprintOfFile(file: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true })
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`
  } catch {
    return '-'
  }
}

/** Writes settings as variables that git reads as config. They are not passed with `-c`, because a key may contain `=`. */
function asEnvironment(settings: readonly [string, string][]): Environment {
  const pairs = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  return pairs.length === 0 ? {} : { ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: String(settings.length) }
}
