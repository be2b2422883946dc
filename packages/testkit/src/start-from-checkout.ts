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
  /** What it was started with before, to start again on the same data. */
  home?: string
  port?: number
  env?: Readonly<Record<string, string>>
  /** How long the start may take: a first one builds. */
  patienceMs?: number
}

/** A server that was started as a user starts it. */
export interface CheckoutServer extends ServerAddress {
  home: string
  port: number
  pid: number
  /** What it has printed so far. */
  output(): string
  /** Signals the whole group, as a terminal does, and waits for the end of all of it; answers npm's exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** SIGKILL to the server and its helpers, not to the agents. */
  killServer(): Promise<void>
  /** SIGKILL to the server and everything that it started. */
  killAll(): Promise<void>
}

const TOKEN = 'testkit-admin-token-0123456789abcdef'

/** `npm start` in a checkout, with a data folder of its own and no sample; resolves when it takes work. */
export async function startFromCheckout({
  checkout,
  home = tempFolder('home'),
  port,
  env = {},
  patienceMs = 600_000,
}: CheckoutOptions): Promise<CheckoutServer> {
  const listenOn = port ?? (await freePort())
  const printed = join(tempFolder('output'), 'start.log')
  const out = openSync(printed, 'a')
  const child = spawn('npm', ['start'], {
    cwd: checkout,
    detached: true,
    stdio: ['ignore', out, out],
    env: {
      // biome-ignore lint/style/noProcessEnv: npm needs what the test itself was started with
      ...process.env,
      PORT: String(listenOn),
      COPPICE_HOME: home,
      COPPICE_ADMIN_TOKEN: TOKEN,
      COPPICE_SAMPLE: '0',
      ...env,
    },
  })
  closeSync(out)
  const server = serverOf(child, { home, port: listenOn, printed, token: env.COPPICE_ADMIN_TOKEN ?? TOKEN })
  await until('the server to take work', () => isReady(child, server), patienceMs).catch(async (error: unknown) => {
    await server.killAll()
    throw new Error(`${error}\n${server.output().slice(-2_000)}`)
  })
  return server
}

function isGroupAlive(pid: number): boolean {
  try {
    return process.kill(-pid, 0)
  } catch {
    return false
  }
}

async function isReady(child: ChildProcess, server: CheckoutServer): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`)
  return fetch(`${server.url}/ready`).then(
    ({ ok }) => ok,
    () => false,
  )
}

function serverOf(
  child: ChildProcess,
  { home, port, printed, token }: { home: string; port: number; printed: string; token: string },
): CheckoutServer {
  const pid = child.pid ?? 0
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  async function kill(wanted: (pid: number) => boolean): Promise<void> {
    // Frozen first: none sees another's end, or starts something meanwhile.
    const victims = processTree(pid).filter(wanted)
    signalAll(victims, 'SIGSTOP')
    signalAll(victims, 'SIGKILL')
    await ended
  }
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    home,
    port,
    pid,
    output: () => readFileSync(printed, 'utf8'),
    async stop(signal = 'SIGTERM') {
      signalAll([-pid], signal)
      // npm may go before the server that it started.
      await until('the whole group to end', () => !isGroupAlive(pid))
      return ended
    },
    killServer: () => kill((one) => !isOfAgent(one)),
    killAll: () => kill(() => true),
  }
}
