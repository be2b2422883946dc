import { execFile } from 'node:child_process'
import { arch, platform } from 'node:os'
import { promisify } from 'node:util'
import type { SandboxState } from '../../domain/sandbox.ts'
import { compareVersions, versionIn } from './versions.ts'

const run = promisify(execFile)

/** Older versions of bubblewrap have CVE-2026-87766. */
const SAFE_BUBBLEWRAP = '0.12.0'
const CVE = 'CVE-2026-87766'
/** From this version, Node sends the requests of an agent to the proxy (`NODE_USE_ENV_PROXY`). Node 23 never did. */
const LEAST_NODE = '22.21.0'
const NEXT_NODE = '24.0.0'
/** The runtime has the program that forbids Unix sockets only for these. */
const ARCHITECTURES: readonly string[] = ['x64', 'arm64']
const TIMEOUT_MS = 20_000

export interface SandboxHere {
  /** The environment in which the programs are searched. */
  env: Readonly<Record<string, string | undefined>>
  /** The lowest version of bubblewrap that the user of this machine accepts, or null for one without known holes. */
  bubblewrapAtLeast: string | null
  /** The version of Node that runs the sandbox. */
  node?: string
  system?: NodeJS.Platform
  architecture?: string
}

const unusable = (why: string): SandboxState => ({ is: 'unusable', why })

/** The programs that the runtime of the sandbox starts, by their package of Debian. */
const PROGRAMS = [
  ['bubblewrap', 'bwrap'],
  ['socat', 'socat'],
  ['ripgrep', 'rg'],
] as const

/** Finds out whether agents can be confined on this machine: the programs are there, and bubblewrap can start a sandbox. */
export async function sandboxHere(here: SandboxHere): Promise<SandboxState> {
  const { env, node = process.versions.node, system = platform(), architecture = arch() } = here
  if (system !== 'linux') return unusable('the sandbox works on Linux only')
  if (!ARCHITECTURES.includes(architecture))
    return unusable(
      `the sandbox works only on processors of the kind ${ARCHITECTURES.join(' or ')}, and this one is ${architecture}`,
    )
  if (!hasProxySupport(node))
    return unusable(
      `the sandbox needs Node ${NEXT_NODE} or later, or ${LEAST_NODE} or later of Node 22, and this server runs with ${node}. Install a newer Node`,
    )
  const tried = await Promise.all(PROGRAMS.map(([, program]) => output(program, ['--version'], env)))
  const missing = PROGRAMS.filter((_, index) => tried[index]?.is === 'missing').map(([name]) => name)
  if (missing.length > 0)
    return unusable(
      `the sandbox needs ${missing.join(' and ')}. Install it, for example: apt-get install ${missing.join(' ')}`,
    )
  const bubblewrap = versionIn(tried[0]?.text ?? '')
  if (bubblewrap === null)
    return unusable('the version of bubblewrap is unknown: "bwrap --version" prints none. Install bubblewrap again')
  const refusal = tooOld(bubblewrap, here.bubblewrapAtLeast)
  if (refusal !== null) return unusable(refusal)
  const started = await output('bwrap', TRIAL, env)
  if (started.is !== 'done')
    return unusable(
      `bubblewrap cannot start a sandbox here (${started.text.trim().split('\n')[0]}). The system must allow user namespaces: see docs/sandbox.md`,
    )
  const isSafe = compareVersions(bubblewrap, SAFE_BUBBLEWRAP) >= 0
  return {
    is: 'usable',
    bubblewrap,
    note: isSafe ? null : `bubblewrap ${bubblewrap} has ${CVE}. COPPICE_BUBBLEWRAP_AT_LEAST accepts it`,
  }
}

const hasProxySupport = (node: string): boolean =>
  compareVersions(node, NEXT_NODE) >= 0 || (compareVersions(node, LEAST_NODE) >= 0 && node.startsWith('22.'))

/** The namespaces that the runtime uses. */
const TRIAL = [
  '--unshare-user',
  '--unshare-pid',
  '--unshare-net',
  '--ro-bind',
  '/',
  '/',
  '--proc',
  '/proc',
  '--dev',
  '/dev',
  'true',
]

function tooOld(bubblewrap: string, accepted: string | null): string | null {
  const least = accepted ?? SAFE_BUBBLEWRAP
  if (compareVersions(bubblewrap, least) >= 0) return null
  const advice = `Install bubblewrap ${SAFE_BUBBLEWRAP} or later`
  if (accepted !== null)
    return `bubblewrap ${bubblewrap} is older than ${accepted}, which COPPICE_BUBBLEWRAP_AT_LEAST asks for. ${advice}`
  return `bubblewrap ${bubblewrap} has ${CVE}, by which an agent may leave the sandbox. ${advice}. If you accept the risk, start the server with COPPICE_BUBBLEWRAP_AT_LEAST=${bubblewrap}`
}

interface Tried {
  is: 'done' | 'failed' | 'missing'
  text: string
}

async function output(program: string, args: readonly string[], env: SandboxHere['env']): Promise<Tried> {
  try {
    const { stdout } = await run(program, args, { env: { ...env, LC_ALL: 'C' }, timeout: TIMEOUT_MS })
    return { is: 'done', text: stdout }
  } catch (error) {
    const { code, message, stderr } = error as { code?: unknown; message: string; stderr?: string }
    return { is: code === 'ENOENT' ? 'missing' : 'failed', text: stderr?.trim() || message }
  }
}
