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
  /** Without a byte of output for so long, the command is ended. */
  silenceMs?: number
}

const SILENCE_MS = 120_000
/** Commands that write or read whole trees. */
export const LONG_SILENCE_MS = 1_800_000

/**
 * The one place that runs git. Every call has a clean environment, hardened config and fixed directories, and no argument comes from
 * a user or agent unchecked: object ids and ref names are tested, paths go through stdin or stand behind `--`.
 */
export class GitExec {
  readonly #env: Environment

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = gitEnvironment(env)
  }

  /** Config of the user's that git reads everywhere; what is not there may come. */
  get userConfigFiles(): readonly string[] {
    const { HOME, XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL } = this.#env
    const home = HOME === undefined ? [] : [join(HOME, '.gitconfig'), join(HOME, '.config/git/config')]
    const xdg = XDG_CONFIG_HOME ? [join(XDG_CONFIG_HOME, 'git/config')] : []
    return [...home, ...xdg, ...(GIT_CONFIG_GLOBAL ? [GIT_CONFIG_GLOBAL] : [])]
  }

  /** Whatever the exit code. */
  async run(place: GitPlace, args: readonly string[], options: GitCallOptions = {}): Promise<GitResult> {
    const directories = { GIT_DIR: place.gitDir, GIT_COMMON_DIR: place.commonDir, GIT_WORK_TREE: place.workTree }
    const env = { ...(await place.guard?.environment(place)), ...directories, ...options.env }
    return this.#spawn(place.cwd, args, place.config ?? [], { ...options, env })
  }

  /** Git finds the repository by itself: only to open one, where its check of ownership must apply. */
  discover(cwd: string, args: readonly string[]): Promise<GitResult> {
    return this.#spawn(cwd, args, [], {})
  }

  /** Throws GitFailure unless it succeeds. */
  async bytes(place: GitPlace, args: readonly string[], options?: GitCallOptions): Promise<Buffer> {
    const result = await this.run(place, args, options)
    if (result.exitCode !== 0) throw new GitFailure(args, result)
    return result.stdout
  }

  /** The same as text, without the line break at its end. */
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
