import { join } from 'node:path'
import { usersUmask } from '../../workers/users-umask.ts'
import { GitConversation } from './git-conversation.ts'
import { type Environment, gitEnvironment } from './git-environment.ts'
import { assertEnded, GitFailure, GitWithoutResult } from './git-failure.ts'
import type { GitPlace } from './git-place.ts'
import { runInWorker } from './git-worker.ts'
import { HARDENED_CONFIG } from './hardened-config.ts'
import { Helpers } from './helpers.ts'
import type { GitOutcome, GitResult } from './run-git.ts'
import type { GitStart } from './start-git.ts'

export type { GitResult } from './run-git.ts'

export interface GitCallOptions {
  /** A text, or bytes when it names files: a name need not be UTF-8. */
  input?: string | Uint8Array
  /** The path of a file that git gets as its input, instead of `input`. */
  inputFile?: string
  env?: Environment
  /** A command that prints nothing for this long is killed. The default is two minutes. */
  silenceMs?: number
}

const SILENCE_MS = 120_000
/** The value of `silenceMs` for a command that writes or reads whole trees. */
export const LONG_SILENCE_MS = 1_800_000

/**
 * Runs git. No other class runs git. Every call has a clean environment, hardened config and fixed directories. Callers check each
 * argument that comes from a user or an agent: they validate object ids and ref names, and pass paths through stdin or after `--`.
 */
export class GitExec {
  readonly #env: Environment
  readonly #helpers = new Helpers()

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = gitEnvironment(env)
  }

  /** The paths of the user's config files, which git reads in every repository. A file may be absent now and appear later. */
  get userConfigFiles(): readonly string[] {
    const { HOME, XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL } = this.#env
    const home = HOME === undefined ? [] : [join(HOME, '.gitconfig'), join(HOME, '.config/git/config')]
    const xdg = XDG_CONFIG_HOME ? [join(XDG_CONFIG_HOME, 'git/config')] : []
    return [...home, ...xdg, ...(GIT_CONFIG_GLOBAL ? [GIT_CONFIG_GLOBAL] : [])]
  }

  get home(): string | undefined {
    return this.#env.HOME
  }

  /** Runs git and accepts any exit code. @throws when git cannot be started, hangs or is killed */
  async run(place: GitPlace, args: readonly string[], options: GitCallOptions = {}): Promise<GitResult> {
    const call = async (drafts: Environment) =>
      this.#spawn(place.cwd, args, place.config ?? [], {
        ...options,
        env: { ...drafts, ...(await environmentIn(place, options.env)) },
      })
    return place.drafts ? place.drafts.during(call) : call({})
  }

  /**
   * Starts a git command that reads from its standard input as long as the caller sends something. It does not run in the worker, whose
   * calls have one request and one result. Only a delivery starts one, so the time that a start takes does not matter (ADR 0012).
   */
  async converse(place: GitPlace, args: readonly string[]): Promise<GitConversation> {
    return new GitConversation(await this.#startIn(place, args), LONG_SILENCE_MS)
  }

  /**
   * Asks a git that stays alive and reads requests from its standard input, such as `git cat-file --batch-check`. Objects that it has seen may
   * count as existing for some seconds after somebody has removed them.
   *
   * @param place its drafts are not used
   * @param isWhole returns whether the text that git has printed is the whole reply
   * @returns the reply, or null when git refused the request and ended. The command without the helper then says why
   * @throws GitWithoutResult when git was killed, so that nothing is known of its work
   */
  async ask(
    place: GitPlace,
    args: readonly string[],
    input: string,
    isWhole: (printed: string) => boolean,
  ): Promise<string | null> {
    const state = (await place.guard?.configHash(place)) ?? ''
    const start = await this.#startIn(place, args)
    const reply = await this.#helpers.ask(start, state, input, isWhole, SILENCE_MS)
    if (reply.is === 'reply') return reply.text
    if (reply.exitCode === null) throw new GitWithoutResult(`git ${args[0]} has no result: it was killed`)
    return null
  }

  async #startIn(place: GitPlace, args: readonly string[]): Promise<GitStart> {
    const settings = [...HARDENED_CONFIG, ...(place.config ?? [])].flatMap((one) => ['-c', one])
    const env = { ...this.#env, ...(await environmentIn(place)) }
    return { cwd: place.cwd, args: [...settings, ...args], env, umask: usersUmask() }
  }

  /**
   * Runs git without fixed directories, so that git finds the repository itself. Only the code that opens a repository may use this,
   * because there git must check who owns the repository. The user may forbid git to find a bare repository (`safe.bareRepository`), because
   * somebody may have put one into a checkout. Here the user named the repository.
   */
  discover(cwd: string, args: readonly string[]): Promise<GitResult> {
    return this.#spawn(cwd, args, ['safe.bareRepository=all'], {})
  }

  /** Runs git. @returns its output @throws GitFailure when the exit code is not 0 */
  async bytes(place: GitPlace, args: readonly string[], options?: GitCallOptions): Promise<Buffer> {
    const result = await this.run(place, args, options)
    if (result.exitCode !== 0) throw new GitFailure(args, result)
    return result.stdout
  }

  /** Runs git. @returns its output as text, without the last line break @throws GitFailure when the exit code is not 0 */
  async text(place: GitPlace, args: readonly string[], options?: GitCallOptions): Promise<string> {
    return (await this.bytes(place, args, options)).toString('utf8').replace(/\n$/, '')
  }

  async #spawn(
    cwd: string,
    args: readonly string[],
    config: readonly string[],
    { input = '', inputFile, env, silenceMs = SILENCE_MS }: GitCallOptions,
  ): Promise<GitResult> {
    const whole = { ...this.#env, ...env }
    const request = { cwd, args, config: [...HARDENED_CONFIG, ...config], env: whole, input, inputFile, silenceMs }
    const result: GitOutcome = await runInWorker(request)
    assertEnded(args, result)
    return result
  }
}

async function environmentIn(place: GitPlace, more: Environment = {}): Promise<Environment> {
  const directories = { GIT_DIR: place.gitDir, GIT_COMMON_DIR: place.commonDir, GIT_WORK_TREE: place.workTree }
  return { ...(await place.guard?.environment(place)), ...directories, ...place.env, ...more }
}
