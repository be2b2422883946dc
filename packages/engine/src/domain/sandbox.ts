/** How a task uses the sandbox. `on`: if the machine can. `required`: or not at all. */
export const SANDBOX_USES = ['off', 'on', 'required'] as const
export type SandboxUse = (typeof SANDBOX_USES)[number]

/** Whether a machine can confine agents. */
export type SandboxState =
  /** `note` is what a person should know, or null. */
  | { is: 'usable'; bubblewrap: string; note: string | null }
  /** `why` also says what to do. It is a sentence without a full stop. */
  | { is: 'unusable'; why: string }

/** The name of the file, in the folder of a session, with the `SandboxSpec`. */
export const SANDBOX_FILE = 'sandbox.json'
/** The variable with the path of this file. */
export const SANDBOX_FILE_VARIABLE = 'COPPICE_SANDBOX_FILE'

/** The folder, in that of a session, with the home and the temporary files of an agent in a sandbox. It is removed when the session has ended. */
export const CONFINED_FOLDER = 'confined'
/** The folder, in that of a session, in which a host in a sandbox keeps its files, such as its conversation. */
export const OWN_FOLDER = 'own'

/** How each line begins that the script of the sandbox prints. */
export const SANDBOX_SAYS = 'Coppice sandbox: '
/** The exit code of this script if the sandbox could not be started. */
export const NO_SANDBOX_EXIT_CODE = 125
/** What the script then says, before the reason. */
export const NO_SANDBOX = 'the sandbox could not be started, so the agent was not started: '

/** What the script that confines an agent is started with. All paths are absolute. It contains no secrets. */
export interface SandboxSpec {
  /** The shell command of the agent. */
  command: string
  /** A shell command that runs first and outside of the sandbox, such as the installation of the agent. It is null when there is none. */
  before: string | null
  worktree: string
  /** An empty folder in which the sandbox itself starts: its runtime leaves files there. */
  neutral: string
  tmp: string
  /** Files and folders that the agent may change. It may change no others. */
  writable: readonly string[]
  /** Folders whose content the agent does not see. */
  hidden: readonly string[]
  /** Files and folders within `hidden` that the agent may read. */
  readable: readonly string[]
  /** The hosts that the agent may reach: names, `*.` and a name, or addresses, each with or without a port. */
  hosts: readonly string[]
  /** The variables of the agent that differ from those of the script. Null removes a variable. */
  env: Readonly<Record<string, string | null>>
}
