import type { Allowance } from '../domain/allowance.ts'
import type { AttemptOrder, ResumedConversation } from '../domain/attempt-order.ts'
import type { Writing } from '../domain/open-text.ts'
import type { ProviderLimit } from '../domain/provider.ts'
import type { Failed, TimedFact } from '../domain/session-facts.ts'
import type { AgentSettings } from '../domain/settings.ts'
import type { SessionKind } from '../domain/statuses.ts'
import type { TaskToolNames } from '../domain/task-calls.ts'
import type { Shape } from '../shapes/shape.ts'

/**
 * A kind of worker, listed in agents/registry.ts. Every agent is one process that outlives the server. The process writes its output to
 * files, and a later server reads the same files. So a kind only defines its settings, the command to start and how a line of output is
 * read. All of its functions are pure, except `facts` where `forSession` says so.
 */
export interface Agent<F extends AgentFields = AgentFields> {
  readonly kind: string
  /** What the agent is, for the schema of plan files, such as `a shell command`. */
  readonly doc: string
  /**
   * Completes the sentence "Write …" in an error about a task without an agent, or with an agent that does not exist. An example is
   * `"agent: command", with the shell command in "run"`.
   */
  readonly advice: string
  /** The settings of this kind by their keys in plan files. If two kinds share a key, they share its shape and its text. */
  readonly fields: F
  /** The model of a session if neither the plan nor a policy chooses one. It is null when the agent itself chooses its model. */
  readonly defaultModel: string | null
  /**
   * Whether the agent works with the model that Coppice names (M3). When absent, it does so if it has a default model. Without a default
   * model, Coppice names one only if the plan names it, or names tiers or a policy.
   */
  readonly takesModel?: boolean
  /**
   * Returns the provider whose limits apply to an agent with these settings, if the plan names none (S5). When absent, the kind of agent
   * counts as the provider.
   */
  provider?(settings: SettingsOf<F>): string
  /**
   * Returns the variables of the server's environment that the agent's process receives when they are set, besides those of the allow-list
   * (A2). The values of `secret` are redacted in output and failures.
   */
  variables(settings: SettingsOf<F>): AgentVariables
  /** The ways to use this kind of agent from which people choose, the simplest first. */
  readonly choices: readonly AgentChoice[]
  /** Says why an agent with these settings cannot run on a server, and what to do. @returns null when no reason is known */
  obstacle(server: ServerFacts, settings: SettingsOf<F>): string | null
  /**
   * Returns how to start the agent.
   *
   * @returns null when the agent has no command for this kind of session, such as a `command` task without `resolve`
   */
  start(work: AgentWork<SettingsOf<F>>): AgentStart | null
  /**
   * Whether the agent reads its inbox and reports its usage and its questions as facts. If this is true, the owner of a run reads the facts
   * while the session runs. If this is false, all facts are output for people, and the owner stores about the session only what the report
   * at the end contains.
   */
  readonly isFollowed: boolean
  /** Whether a person pays a flat rate for an agent with these settings, so that its requests cost nothing more. When absent, nobody does. */
  isFlatRate?(settings: SettingsOf<F>): boolean
  /** By which names or commands the agent calls the task tools (ADR 0077). It is absent when the agent has none. */
  readonly taskTools?: TaskToolNames
  /**
   * Whether the agent ends by itself when its inbox has a record `cancel`. Such an agent reports what it has used before it ends, so it is
   * asked before it gets a signal (C1). When absent, the agent gets SIGTERM immediately.
   */
  readonly endsWhenAsked?: boolean
  /**
   * Whether the agent can continue the conversation of an earlier session of the same kind of agent. The earlier session has reported the
   * id of the conversation as a fact. If `canResume` is false, every session begins a new conversation, in a worktree without the
   * unfinished work of earlier sessions.
   */
  readonly canResume: boolean
  /** What stdout contains. A line of `text` that is too long is cut. A line of `records` is never cut. stderr is always text. */
  readonly stdout: 'text' | 'records'
  /**
   * Translates one line of output to facts. If it throws, the line is kept as a Printed fact.
   *
   * @param line without its line break
   * @param at when the line was read, in ms
   */
  facts(stream: 'stdout' | 'stderr', line: string, at: number): readonly TimedFact[]
  /**
   * Reads a line of stdout as a piece of the text that the agent is writing. It is absent when the agent prints whole lines only.
   *
   * @returns null when the line is something else; then `facts` translates it
   */
  writing?(line: string): Writing | null
  /**
   * Returns the agent that reads the output of a session with these settings. It is absent or returns null when the settings do not change
   * how the output is read. The returned agent belongs to one session, because its `facts` may remember earlier lines. After a restart of the server, a
   * new one reads the rest of the output.
   */
  forSession?(settings: SettingsOf<F>): Agent | null
  /**
   * Explains an exit code other than 0 of a session whose facts report neither a failure nor a limit.
   *
   * @returns `interrupted` when something told the agent to end, such as a machine that shuts down; null when the exit code is a result of
   * the work, as the exit code of a shell command is
   */
  crash(exitCode: number | null): Pick<Failed, 'class' | 'reason'> | 'interrupted' | null
  /**
   * Files with keys that the agent may write into the folder of its own files, relative to it. They are removed at the end of a session, also if
   * the agent was killed (A2).
   */
  keyFiles?: readonly string[]
  /**
   * Looks for a limit of the provider in the plain output of a failed session (S5). It is used only if no fact reports a limit.
   *
   * @param tail the end of the session's output
   * @param endedAt when the session ended, in ms
   * @returns null when the output reports no limit
   */
  readLimit(tail: string, endedAt: number): ProviderLimit | null
}

/** The names of variables of the server's environment. */
export interface AgentVariables {
  readonly secret: readonly string[]
  readonly open: readonly string[]
}

/** A way to use a kind of agent, for the list from which people choose. */
export interface AgentChoice {
  /** The name by which people choose it, such as `claude-code`. */
  readonly name: string
  /** What it is, such as `Claude Code`. */
  readonly title: string
  /** The version of the program or library. It is null when Coppice does not choose the version. */
  readonly version: string | null
  /** The settings with which a plan chooses it, besides `agent`. */
  readonly settings: Readonly<Record<string, string>>
  /** What a person should know before the first start. It is null when there is nothing special. */
  readonly note: string | null
  /** Finds out how the agent would be signed in on a server. It asks no provider, so an agent with a revoked key counts as signed in. */
  signIn(server: ServerFacts): AgentSignIn
}

export type AgentSignIn =
  | { is: 'not-needed' }
  /** `by`: the variable of the server or the file of the user, for people. */
  | { is: 'signed-in'; by: string }
  | { is: 'signed-out' }

/** What an agent may ask about the server that starts it. */
export interface ServerFacts {
  /** @returns whether the environment of the server has this variable */
  isSet(variable: string): boolean
  /** @param path relative to the folder with the user's settings (XDG) @returns whether it exists */
  hasSettings(path: string): boolean
  /** @param path relative to the home folder of the user @returns whether it exists and, if `text` is given, contains the text */
  hasInHome(path: string, text?: string): boolean
  /** @param program an absolute path, or a name that is searched in PATH @returns whether the server may run it */
  hasProgram(program: string): boolean
}

export interface AgentWork<S extends AgentSettings = AgentSettings> {
  kind: SessionKind
  settings: S
  model: string | null
  /** The conversation to continue. It is null for a new one, and always if `canResume` is false. */
  resume: ResumedConversation | null
  /** In ms. Coppice enforces these limits. They are passed so that an agent can end by itself before it reaches one. */
  limits: AttemptOrder['limits']
  /** An agent that counts what it spends asks for more when it has spent this, by the fact MoneyAsked. When absent, there is no limit. */
  allowance?: Allowance | null
}

export type AgentStart = ShellStart | ScriptStart

export interface ShellStart {
  /** Run by `/bin/sh -c` in the worktree. */
  command: string
  env?: Readonly<Record<string, string>>
}

/**
 * A script of Coppice that Node runs in the worktree, such as a host. The conductor of the attempt finds the script by its name. The script
 * gets these variables:
 * - `COPPICE_SPEC_FILE`: the path of a file with the spec as JSON. The file is removed when the session has ended.
 * - `COPPICE_SESSION_FOLDER`: the folder of the session. The script may keep files of its own there, such as those from which a later
 *   session resumes the conversation.
 * - `COPPICE_AGENTS_FOLDER`: the folder into which the script may install programs of agents, which all sessions share. The variable is not
 *   set when there is no such folder.
 * - `COPPICE_RESUMED_FOLDER`: the folder of the earlier session whose conversation this session continues. The variable is not set when the
 *   session begins a new conversation, or when that folder is not on this machine.
 */
export interface ScriptStart {
  script: string
  /** Data that JSON can represent. It is stored while the session runs, so a secret belongs in `env` (A2). */
  spec: unknown
  env?: Readonly<Record<string, string>>
  /**
   * The name of a script that does first what is not possible within a sandbox, such as the installation of an agent. It gets the same
   * variables. It is started only if the agent runs in a sandbox.
   */
  before?: string
}

/**
 * One setting of a kind of agent. A plan can set it in `defaults`, in an epic and in a task. The value of the task counts, or else the
 * value of its epic, or else the value of `defaults`.
 */
export interface AgentField<Value = unknown> {
  /** The values that a plan file may contain, and their check. */
  readonly shape: Shape<unknown>
  /** The text that an editor shows. */
  readonly doc: string
  /**
   * The value if the plan sets none. A setting with a `why` is required, and `why` is the error for a plan without it. It is not required in
   * a plan that sets the setting `unless` instead; then its value is null.
   */
  readonly otherwise: { readonly value: Value } | { readonly why: string; readonly unless?: string }
  /** Whether the value affects the work. Finished work of an earlier run is not merged if such a value has changed since (D6). */
  readonly decidesWork: boolean
  /**
   * Whether the setting is a secret (A2). The setting is then the name of an environment variable, and the agent starts with the value of
   * that variable. The value is not stored, and it is redacted in output and failures.
   */
  readonly isSecret: boolean
}

export type AgentFields = Readonly<Record<string, AgentField>>

/** The settings that these fields describe. */
export type SettingsOf<F extends AgentFields> = AgentSettings & {
  readonly [Name in keyof F]: F[Name] extends AgentField<infer Value> ? Value : never
}
