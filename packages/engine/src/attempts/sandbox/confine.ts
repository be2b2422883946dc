import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { modelsOf } from '../../agents/models-of.ts'
import { hostsInVariables, hostsOfAgent } from '../../agents/provider-hosts.ts'
import type { AttemptOrder } from '../../domain/attempt-order.ts'
import { AGENT_FOLDER } from '../../domain/host-contract.ts'
import {
  CONFINED_FOLDER,
  OWN_FOLDER,
  SANDBOX_FILE,
  SANDBOX_FILE_VARIABLE,
  type SandboxSpec,
} from '../../domain/sandbox.ts'
import { CALLS_FILE } from '../../domain/task-calls.ts'
import { slotFolders } from '../../git/slot/slot-folders.ts'
import { objectStores, submoduleCopies } from '../../hosts/sandbox/object-stores.ts'
import { linkedPrograms, privateHome } from '../../hosts/sandbox/private-home.ts'
import type { HostRequest } from '../../ports/hosts.ts'
import type { Sandbox } from '../../ports/sandbox.ts'
import type { AttemptParts } from '../attempt-parts.ts'
import type { RunSite } from '../run-site.ts'
import { scriptCommand } from '../script-start.ts'

/** The script that starts an agent in a sandbox. */
const SCRIPT = 'sandbox'
const FOLDER_MODE = 0o700
/** Folders for temporary files that all processes of the machine share, and those with the sockets of the user's session. */
const SHARED = ['/tmp', '/var/tmp', '/run/user']
/** The variables of a host with the path of a file that it reads. */
const READ_BY_HOST = ['COPPICE_PROMPT_FILE', 'COPPICE_CONFLICT_FILES', 'COPPICE_SPEC_FILE', 'COPPICE_TASK_FILE']

/** What an agent needs besides its request. */
interface OwnOfAgent {
  /** The name of a script that runs first, outside of the sandbox. */
  before: string | undefined
  /** Files and folders that the variables of the agent name. */
  readable: readonly string[]
}

/**
 * Changes the request for an agent so that the agent runs in a sandbox. It can then change only its worktree, its git directory, a private home
 * and its temporary files. It does not see the data folder, the user's repository except its objects, and the home of the user.
 */
export async function confine(
  parts: AttemptParts,
  sandbox: Sandbox,
  { repository }: RunSite,
  order: AttemptOrder,
  request: HostRequest,
  { before, readable }: OwnOfAgent,
): Promise<HostRequest> {
  const { hosts } = parts
  const { sessionId, sandbox: wanted, equipment } = order
  const session = hosts.folder(sessionId)
  if (session === null) throw new Error(`the session ${sessionId} has no folder`)
  const confined = (name: string) => join(session, CONFINED_FOLDER, name)
  const [home, tmp, neutral, own] = [confined('home'), confined('tmp'), confined('neutral'), join(session, OWN_FOLDER)]
  for (const folder of [home, tmp, neutral, own]) mkdirSync(folder, { recursive: true, mode: FOLDER_MODE })
  const slot = slotFolders(dirname(request.cwd))
  const ofHome = privateHome(home, request.env)
  const resumed = request.env.COPPICE_RESUMED_FOLDER
  const spec: SandboxSpec = {
    command: request.command,
    before: before === undefined ? null : scriptCommand(parts, before),
    ...{ worktree: request.cwd, neutral, tmp },
    writable: [
      request.cwd,
      slot.gitDir,
      home,
      tmp,
      own,
      join(session, CALLS_FILE),
      ...(resumed ? [join(resumed, AGENT_FOLDER)] : []),
    ],
    hidden: [...sandbox.hidden, repository.path, repository.commonDir, ...homeOf(request.env), ...SHARED],
    readable: [
      ...sandbox.readable,
      ...ofHome.readable,
      // The command of an agent by ACP is in its settings.
      ...linkedPrograms([request.command, order.agent.settings.command].flat().join(' '), request.env),
      ...readable,
      ...objectStores(repository.commonDir),
      ...submoduleCopies(repository.commonDir),
      join(repository.commonDir, 'lfs'),
      ...equipment.link.map((path) => join(repository.path, path)),
      ...READ_BY_HOST.flatMap((name) => request.env[name] ?? []),
      ...(resumed ? [resumed] : []),
      ...(parts.agentsRoot === undefined ? [] : [parts.agentsRoot]),
    ],
    hosts: [
      ...new Set([
        ...hostsOfAgent(wanted.provider, modelsOf(order.agent.settings).provider),
        ...hostsInVariables(request.env),
        ...wanted.hosts,
      ]),
    ],
    env: {
      ...ofHome.env,
      ...(request.env.COPPICE_SESSION_FOLDER === undefined ? {} : { COPPICE_SESSION_FOLDER: own }),
    },
  }
  return {
    ...request,
    command: scriptCommand(parts, SCRIPT),
    env: {
      ...request.env,
      [SANDBOX_FILE_VARIABLE]: await hosts.provide(sessionId, SANDBOX_FILE, JSON.stringify(spec)),
    },
  }
}

/** The home of the user. In some containers, it is the root of the file system, which cannot be hidden. */
const homeOf = ({ HOME: home }: HostRequest['env']): string[] => (home === undefined || home === '/' ? [] : [home])
