import { createServer } from 'node:http'
import { type Clock, type Engine, type Store, systemClock } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { Logger } from 'pino'
import { createAccess } from './access/access.ts'
import type { Credential } from './access/credential.ts'
import { createSignInAttempts } from './access/sign-in-attempts.ts'
import { createFieldBudget } from './graphql/field-budget.ts'
import { createGraphql } from './graphql/yoga.ts'
import type { ApiContext } from './schema/context.ts'
import { createLoaders } from './schema/loading/loaders.ts'
import { schema } from './schema/schema.ts'
import { createAuthEndpoint } from './server/auth-endpoint.ts'
import { closeServer } from './server/close-server.ts'
import { createGraphqlEndpoint } from './server/graphql-endpoint.ts'
import { listen } from './server/listen.ts'
import { createReadiness } from './server/readiness.ts'
import { redacted } from './server/redacted.ts'
import { createRequestHandler } from './server/request-handler.ts'
import { serverUrl, signInPath } from './server/server-url.ts'
import { createTranscriptEndpoint } from './server/transcript-endpoint.ts'
import { createUpgradeHandler } from './server/upgrade-handler.ts'
import type { WebPages } from './server/web-pages.ts'
import { createShares } from './shares/shares.ts'
import { createGraphqlSockets } from './socket/graphql-sockets.ts'
import { createStreamTurn } from './streams/stream-turn.ts'

export interface ApiServerOptions {
  engine: Engine
  /** Reads everything, and writes tokens and console sessions. The engine writes everything else. */
  prisma: PrismaClient
  store: Store
  log: Logger
  host: string
  /** 0 means any free port. */
  port: number
  /** The admin token from `COPPICE_ADMIN_TOKEN`. If it is null, the first start creates an admin token. */
  adminToken?: string | null
  /** The console. If it is absent, the server has only the API. */
  web?: WebPages
  /** After this promise resolves, the server accepts work and `/ready` returns 200. If it is absent, the server accepts work at once. */
  ready?: Promise<unknown>
  clock?: Clock
}

export interface ApiServer {
  readonly url: string
  /** @returns a new link that signs in to the console as admin. The link is a secret. It works only once, and only for five minutes. */
  signInLink(): string
  /** The admin token, if this start created it; otherwise null. It cannot be read later, because only its hash is stored. */
  readonly adminTokenMadeNow: string | null
  /** An admin token for commands on this machine. It is valid until the server ends. */
  readonly localToken: string
  /**
   * Stops accepting requests and ends all streams. It resolves within 2 s. Clients continue their streams at the next server, after the
   * last item that they got.
   */
  close(): Promise<void>
}

/** Starts the API, and the console if it is given, on one port. @throws CannotListen when the address is not available. */
export async function createApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { engine, prisma, store, host, web, clock = systemClock } = options
  const log = redacted(options.log)
  const readiness = createReadiness(options.ready ?? Promise.resolve())
  const access = await createAccess(prisma, clock, options.adminToken ?? null)
  const shares = createShares()
  const contextOf = (credential: Credential, signal: AbortSignal): ApiContext => ({
    share: shares.of(credential),
    turn: createStreamTurn(shares.of(credential).turns),
    viewer: credential.viewer,
    credential,
    access,
    signal,
    prisma,
    store,
    engine,
    clock,
    loaders: createLoaders({ prisma, engine }),
    budget: createFieldBudget(),
  })
  const yoga = createGraphql(schema, log)
  const graphql = createGraphqlEndpoint({ yoga, access, shares, clock, contextOf, log })
  const sockets = createGraphqlSockets({ yoga, access, shares, clock, contextOf, log })
  const auth = createAuthEndpoint({ access, attempts: createSignInAttempts(clock), log })

  const transcripts = createTranscriptEndpoint({ access, engine, shares, clock, log })
  const server = createServer(createRequestHandler({ host, readiness, graphql, auth, transcripts, web, log }))
  server.on('upgrade', createUpgradeHandler({ host, readiness, sockets, web, log }))
  try {
    const port = await listen(server, options.port, host)
    const url = serverUrl(host, port)
    return {
      url,
      signInLink: () => url + signInPath(access.issueSignInCode('this machine').code),
      adminTokenMadeNow: access.adminTokenMadeNow,
      localToken: access.localToken,
      async close() {
        readiness.stop()
        access.close()
        await closeServer(server, { graphql, sockets, transcripts })
      },
    }
  } catch (error) {
    access.close()
    throw error
  }
}
