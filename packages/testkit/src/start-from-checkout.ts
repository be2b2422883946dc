import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import type { ServerAddress } from './graphql-client.ts'
import { isOfAgent, processTree, signalAll } from './process-tree.ts'
import { tempFolder } from './temp-folder.ts'
import { until } from './until.ts'

export interface CheckoutOptions {
  /** The checkout to start from. */
  checkout: string
  /** The data folder of an earlier start, to use the same data again. */
  home?: string
  port?: number
  env?: Readonly<Record<string, string>>
  /** How long the start may take. A first start builds. */
  patienceMs?: number
  /** If it is absent: `npm start`, as a user does. */
  command?: readonly [string, ...string[]]
}

/** A server that was started as a user starts it. */
export interface CheckoutServer extends ServerAddress {
  home: string
  port: number
  pid: number
  /** Resolves with the reason when it has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Resolves when it accepts work. */
  ready(patienceMs?: number): Promise<void>
  /** Its output so far. */
  output(): string
  /** Signals the whole group, as a terminal does, and waits until all of it has ended. @returns npm's exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** Sends SIGKILL to the server and its helpers, not to the agents. */
  killServer(): Promise<void>
  /** Sends SIGKILL to the server and everything that it started. */
  killAll(): Promise<void>
}

const TOKEN = 'testkit-admin-token-0123456789abcdef'

const PATIENCE_MS = 600_000

/** Starts the server of a checkout, with a data folder of its own and no sample. Resolves when it accepts work. */
export async function startFromCheckout(options: CheckoutOptions): Promise<CheckoutServer> {
  const server = await launchFromCheckout(options)
  await server.ready(options.patienceMs).catch(async (error: unknown) => {
    await server.killAll()
    throw new Error(`${error}\n${server.output().slice(-2_000)}`)
  })
  return server
}

/** The same, without waiting until the server accepts work. It may end before that. */
export async function launchFromCheckout({
  checkout,
  home = tempFolder('home'),
  port,
  env = {},
  command = ['npm', 'start'],
}: CheckoutOptions): Promise<CheckoutServer> {
  const listenOn = port ?? (await freePort())
  const printed = join(tempFolder('output'), 'start.log')
  const out = openSync(printed, 'a')
  const [program, ...parameters] = command
  const child = spawn(program, parameters, {
    cwd: checkout,
    detached: true,
    stdio: ['ignore', out, out],
    env: {
      // biome-ignore lint/style/noProcessEnv: npm needs the environment that the test itself was started with
      ...process.env,
      PORT: String(listenOn),
      COPPICE_HOME: home,
      COPPICE_ADMIN_TOKEN: TOKEN,
      COPPICE_SAMPLE: '0',
      ...env,
    },
  })
  closeSync(out)
  return serverOf(child, { home, port: listenOn, printed, token: env.COPPICE_ADMIN_TOKEN ?? TOKEN })
}

function isGroupAlive(pid: number): boolean {
  try {
    return process.kill(-pid, 0)
  } catch {
    return false
  }
}

async function isReady(child: ChildProcess, url: string): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`the server ended with ${child.exitCode ?? child.signalCode}`)
  return fetch(`${url}/ready`).then(
    ({ ok }) => ok,
    () => false,
  )
}

function serverOf(
  child: ChildProcess,
  { home, port, printed, token }: { home: string; port: number; printed: string; token: string },
): CheckoutServer {
  const pid = child.pid ?? 0
  const url = `http://127.0.0.1:${port}`
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  async function kill(wanted: (pid: number) => boolean): Promise<void> {
    // Stop them first, so that none sees the end of another or starts something.
    const victims = processTree(pid).filter(wanted)
    signalAll(victims, 'SIGSTOP')
    signalAll(victims, 'SIGKILL')
    await ended
  }
  return {
    url,
    ended,
    async ready(patienceMs = PATIENCE_MS) {
      await until('the server to take work', () => isReady(child, url), patienceMs)
    },
    token,
    home,
    port,
    pid,
    output: () => readFileSync(printed, 'utf8'),
    async stop(signal = 'SIGTERM') {
      signalAll([-pid], signal)
      // npm may end before the server that it started.
      await until('the whole group to end', () => !isGroupAlive(pid))
      return (await ended).code
    },
    killServer: () => kill((one) => !isOfAgent(one)),
    killAll: () => kill(() => true),
  }
}
