import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { acpScripts } from '@coppice/acp-host'
import { anthropicScripts } from '@coppice/anthropic-host'
import { createApiServer } from '@coppice/api'
import {
  agentEnvironment,
  agents,
  createEngine,
  createGit,
  createPrices,
  createSecretKeeper,
  createSessionHosts,
  createShell,
  DEFAULT_BACKOFF,
  KNOWN_PRICES,
  keepFilesPrivate,
  systemClock,
} from '@coppice/engine'
import { type ClaimLost, type KeptClaim, openDatabase, openDataFolder, redactedStore } from '@coppice/persistence'
import { sandboxScripts } from '@coppice/sandbox-host'
import type { ServerAddress } from '../client/api-client.ts'
import type { ServerSettings } from '../settings/settings.ts'
import type { HowToStop } from '../signals/stop-signals.ts'
import { failAt } from './fail-at.ts'
import { openConsole } from './open-console.ts'
import { ownPrices } from './own-prices.ts'
import { processesOfThisMachine } from './processes-of-this-machine.ts'
import { retainOutput } from './retain-output.ts'
import { createSamples } from './samples/create-samples.ts'
import { showSamples } from './samples/show-samples.ts'
import { sandboxOfServer } from './sandbox-of-server.ts'
import { secretsOf } from './secrets-of.ts'
import { createServerLog } from './server-log.ts'
import { userEnvironment } from './user-environment.ts'

/** A started server. */
export interface CoppiceServer extends ServerAddress {
  signInLink: string
  /** The admin token, if this start created it. Print it, because it cannot be read again. */
  adminTokenMadeNow: string | null
  /** Continues the runs of an earlier server (R1). `cancelled` continues only runs that are being cancelled, so that no agent starts. */
  carryOn(which: 'all' | 'cancelled'): Promise<void>
  /** Resolves when another server takes over the database (R6). The caller then prints the message of the `ClaimLost` and calls `stop('handover')`. */
  lost: Promise<ClaimLost>
  /** Stops the server (R5). `interrupt` ends the agents, and `handover` leaves them running. It then releases the data folder. */
  stop(how: HowToStop): Promise<void>
}

export interface StartOptions {
  environment: NodeJS.ProcessEnv
  /** Prints a line for people. */
  print: (line: string) => void
  /** Whether the server continues runs at once. If false, it adopts, starts and ends no agent until `carryOn` is called. */
  carriesOn?: boolean
}

const REPOSITORY_ROOT = fileURLToPath(new URL('../../../..', import.meta.url))

/**
 * Starts a server. This is the composition root: it only creates the parts and connects them. If a step fails, it closes the parts that are
 * already open.
 * @throws StartProblem with one line that says what is wrong and what to do
 */
export async function startServer(
  settings: ServerSettings,
  { environment, print, carriesOn = true }: StartOptions,
): Promise<CoppiceServer> {
  await using opened = new AsyncDisposableStack()
  keepFilesPrivate()
  const env = userEnvironment(environment, REPOSITORY_ROOT)
  const clock = systemClock
  const reach = failAt(environment.COPPICE_FAIL_AT)

  const folder = await openDataFolder(settings.home)
  opened.defer(() => folder.release())
  const home = folder.path
  const { redact, redactOpen, passed } = createSecretKeeper(environment, secretsOf(environment))
  const log = createServerLog(home, { print, redact })
  const git = createGit({ env, dataFolder: home, reach })
  await git.assertUsable()
  const web = settings.console ? await openConsole() : undefined
  opened.defer(async () => web?.close())
  const database = await openDatabase({ url: settings.databaseUrl ?? undefined, folder, clock }).catch((error) => {
    // The user sees one line that says what to do. The original error is only in the log.
    log.info({ err: error instanceof Error ? (error.cause ?? error) : error }, 'the database could not be opened')
    throw error
  })
  const { prisma } = database
  const store = redactedStore(database.store, redact)
  opened.defer(() => database.close())
  const lost = Promise.withResolvers<ClaimLost>()
  let claim: KeptClaim | null = null
  opened.defer(async () => claim?.release())
  const takeClaim = async (): Promise<KeptClaim> => {
    claim = await database.claim({ folder, processes: processesOfThisMachine(), tell: print })
    void claim.lost.then(lost.resolve)
    return claim
  }
  // The server takes the claim before it listens. So a server that cannot get the claim never accepts a connection.
  if (carriesOn) await takeClaim()

  const own = await ownPrices(home)
  const samples = await createSamples({ home, env, log, isShown: settings.sample })
  opened.defer(() => samples.close())
  const hosts = createSessionHosts({ root: join(home, 'sessions'), clock, redact, redactOpen, log })
  const engine = createEngine({
    store,
    clock,
    log,
    git,
    hosts,
    shell: createShell({ clock, redact, log }),
    agents,
    scripts: new Map([...anthropicScripts, ...acpScripts, ...sandboxScripts]),
    agentsRoot: join(home, 'agents'),
    sandbox: sandboxOfServer({
      env: agentEnvironment(env),
      installation: REPOSITORY_ROOT,
      home,
      bubblewrapAtLeast: settings.bubblewrapAtLeast,
    }),
    programs: join(REPOSITORY_ROOT, 'bin'),
    worktreesRoot: join(home, 'worktrees'),
    quarantineRoot: join(home, 'quarantine'),
    env: agentEnvironment(env),
    passed,
    prices: createPrices(KNOWN_PRICES, ...(own ? [own] : [])),
    backoff: DEFAULT_BACKOFF,
    reach,
    samples: samples.sources,
  })

  const recovered = Promise.withResolvers<void>()
  const { port, host, adminToken } = settings
  const api = await createApiServer({
    ...{ engine, prisma, store, log, clock, host, port, adminToken },
    web,
    ready: carriesOn ? recovered.promise : Promise.resolve(),
  }).catch((error: unknown) => {
    throw database.asStartProblem(error)
  })
  opened.defer(() => api.close())
  let howToStop: HowToStop = 'interrupt'
  opened.defer(() => engine.stop(howToStop))
  const begun = opened.use(new AsyncDisposableStack())
  const carryOn = async (which: 'all' | 'cancelled') => {
    const held = claim ?? (await takeClaim())
    await engine.recover(held, which).catch((error: unknown) => {
      throw database.asStartProblem(error)
    })
    recovered.resolve()
    await held.announce(api.url)
    await folder.announce({ url: api.url, pid: process.pid, token: api.localToken })
    log.info({ url: api.url }, 'the server accepts work')
    begun.defer(retainOutput(hosts, settings.outputDays, { clock, log }))
  }
  if (carriesOn) await carryOn('all')
  const sampleShown = settings.sample
    ? showSamples({ engine, store, log, samples: samples.sources })
    : Promise.resolve()
  const everything = opened.move()
  return {
    url: api.url,
    token: api.localToken,
    signInLink: api.signInLink(),
    adminTokenMadeNow: api.adminTokenMadeNow,
    carryOn,
    lost: lost.promise,
    async stop(how) {
      howToStop = how
      log.info({ how }, 'the server is stopping')
      await sampleShown
      await everything.disposeAsync()
    },
  }
}
