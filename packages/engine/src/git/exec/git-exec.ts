import { join } from 'node:path'
import { type Environment, gitEnvironment } from './git-environment.ts'
import { GitFailure } from './git-failure.ts'
import type { GitPlace } from './git-place.ts'
import { runInWorker } from './git-worker.ts'
import { HARDENED_CONFIG } from './hardened-config.ts'
import type { GitResult } from './run-git.ts'

export type { GitResult } from './run-git.ts'

export interface GitCallOptions {
  input?: string
  env?: Environment
  /** A command that prints nothing for this long is ended. */
  silenceMs?: number
}

const SILENCE_MS = 120_000
/** The same for commands that write or read whole trees. */
export const LONG_SILENCE_MS = 1_800_000

/**
 * The only place that runs git. Every call has a clean environment, hardened config and fixed directories. No argument comes unchecked
 * from a user or agent: object ids and ref names are validated, and paths go through stdin or follow `--`.
 */
export class GitExec {
  readonly #env: Environment

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = gitEnvironment(env)
  }

  /** The user's config files that git reads everywhere. A file that is absent now may appear later. */
  get userConfigFiles(): readonly string[] {
    const { HOME, XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL } = this.#env
    const home = HOME === undefined ? [] : [join(HOME, '.gitconfig'), join(HOME, '.config/git/config')]
    const xdg = XDG_CONFIG_HOME ? [join(XDG_CONFIG_HOME, 'git/config')] : []
    return [...home, ...xdg, ...(GIT_CONFIG_GLOBAL ? [GIT_CONFIG_GLOBAL] : [])]
  }

  /** Runs git and accepts any exit code. */
  async run(place: GitPlace, args: readonly string[], options: GitCallOptions = {}): Promise<GitResult> {
    const directories = { GIT_DIR: place.gitDir, GIT_COMMON_DIR: place.commonDir, GIT_WORK_TREE: place.workTree }
    const env = { ...(await place.guard?.environment(place)), ...directories, ...options.env }
    return this.#spawn(place.cwd, args, place.config ?? [], { ...options, env })
  }

  /** Lets git find the repository by itself. This is only for opening one, when git's check of ownership must apply. */
  discover(cwd: string, args: readonly string[]): Promise<GitResult> {
    return this.#spawn(cwd, args, [], {})
  }

  /** Runs git. Throws GitFailure unless it succeeds. */
  async bytes(place: GitPlace, args: readonly string[], options?: GitCallOptions): Promise<Buffer> {
    const result = await this.run(place, args, options)
    if (result.exitCode !== 0) throw new GitFailure(args, result)
    return result.stdout
  }

  /** Does the same and returns the output as text, without the line break at its end. */
  async text(place: GitPlace, args: readonly string[], options?: GitCallOptions): Promise<string> {
    return (await this.bytes(place, args, options)).toString('utf8').replace(/\n$/, '')
  }

  #spawn(
    cwd: string,
    args: readonly string[],
    config: readonly string[],
    { input = '', env, silenceMs = SILENCE_MS }: GitCallOptions,
  ): Promise<GitResult> {
    const whole = { ...this.#env, ...env }
    return runInWorker({ cwd, args, config: [...HARDENED_CONFIG, ...config], env: whole, input, silenceMs })
  }
}
