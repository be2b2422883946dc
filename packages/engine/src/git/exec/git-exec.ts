import { GitPluginError, type SimpleGitOptions, simpleGit } from 'simple-git'
import { type Environment, gitEnvironment } from './git-environment.ts'
import { GitFailure } from './git-failure.ts'
import type { GitPlace } from './git-place.ts'
import { HARDENED_CONFIG } from './hardened-config.ts'
import { watchOutput } from './watch-output.ts'

export interface GitResult {
  exitCode: number
  stdout: Buffer
  stderr: string
}

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
    const { exitCode, stdout, stderr } = await this.run(place, args, options)
    if (exitCode !== 0) throw new GitFailure(args, exitCode, stderr)
    return stdout
  }

  /** The same as text, without the line break at its end. */
  async text(place: GitPlace, args: readonly string[], options?: GitCallOptions): Promise<string> {
    return (await this.bytes(place, args, options)).toString('utf8').replace(/\n$/, '')
  }

  async #spawn(
    cwd: string,
    args: readonly string[],
    config: readonly string[],
    { input, env, silenceMs = SILENCE_MS }: GitCallOptions,
  ): Promise<GitResult> {
    const whole = { ...this.#env, ...env }
    const results: GitResult[] = []
    const git = simpleGit({
      ...guards(whole),
      baseDir: cwd,
      config: [...HARDENED_CONFIG, ...config],
      timeout: { block: silenceMs },
      // A buffer even where it is empty: simple-git leaves stdin open for `''` and undefined, and a command that reads it would wait.
      input: () => Buffer.from(input ?? ''),
      errors(error, { exitCode, stdOut, stdErr }) {
        results.push({ exitCode, stdout: Buffer.concat(stdOut), stderr: Buffer.concat(stdErr).toString('utf8') })
        return error instanceof GitPluginError ? error : undefined
      },
    })
    const watch = watchOutput(silenceMs)
    await Promise.race([
      git
        .env(whole)
        .outputHandler(watch.handler)
        .raw([...args]),
      watch.hung,
    ])
    const [result] = results
    if (!result) throw new Error(`git ${args[0]} left no result`)
    return result
  }
}

/** simple-git refuses what is named here unless it is allowed; every one of these is a constant of ours or an environment let through on purpose. */
const guards = (env: Environment): Partial<SimpleGitOptions> => ({
  allowEnvironment: Object.keys(env).filter((name) => name.startsWith('GIT_')),
  completion: { onClose: true, onExit: false },
  unsafe: {
    allowUnsafeHooksPath: true,
    allowUnsafeFsMonitor: true,
    allowUnsafeProtocolOverride: true,
    allowUnsafeEditor: true,
    allowUnsafeConfigPaths: true,
    allowUnsafeConfigEnvCount: true,
    allowUnsafeFilter: true,
    allowUnsafeMergeDriver: true,
  },
})
