import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import type { ServerAddress } from './graphql-client.ts'
import { isOfAgent, processTree, signalAll } from './process-tree.ts'
import { tempFolder } from './temp-folder.ts'
import { until } from './until.ts'

export interface CheckoutOptions {
  /** The folder of the checkout that is started. */
  checkout: string
  /** The data folder of an earlier start, to use the same data again. */
  home?: string
  port?: number
  env?: Readonly<Record<string, string>>
  /** How long the start may take. The first start of a checkout builds the console. */
  patienceMs?: number
  /** The command that starts the server. The default is `npm start`. */
  command?: readonly [string, ...string[]]
}

/** A server that was started by the same command that a user types. */
export interface CheckoutServer extends ServerAddress {
  home: string
  port: number
  pid: number
  /** Resolves when the process has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Resolves when the server accepts work. */
  ready(patienceMs?: number): Promise<void>
  /** Returns the output so far. */
  output(): string
  /**
   * Sends a signal to the whole process group, as a terminal does, and waits until the group has ended.
   *
   * @returns the exit code of npm, or null when a signal ended npm
   */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** Sends SIGKILL to the server and its helpers, not to the agents. */
  killServer(): Promise<void>
  /** Sends SIGKILL to the server and everything that it started. */
  killAll(): Promise<void>
}

const TOKEN = 'testkit-admin-token-0123456789abcdef'

const PATIENCE_MS = 600_000

/**
 * Starts the server of a checkout without the sample. If the options name no `home`, the server gets a new data folder. Resolves when the
 * server accepts work.
 */
export async function startFromCheckout(options: CheckoutOptions): Promise<CheckoutServer> {
  const server = await launchFromCheckout(options)
  await server.ready(options.patienceMs).catch(async (error: unknown) => {
    await server.killAll()
    throw new Error(`${error}\n${server.output().slice(-2_000)}`)
  })
  return server
}

/** Like `startFromCheckout`, but does not wait until the server accepts work. */
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
    // All processes are stopped first, so that none of them can react to the end of another.
    const killed = processTree(pid).filter(wanted)
    signalAll(killed, 'SIGSTOP')
    signalAll(killed, 'SIGKILL')
    await ended
  }
  return {
    url,
    ended,
    async ready(patienceMs = PATIENCE_MS) {
      await until('the server to accept work', () => isReady(child, url), patienceMs)
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
