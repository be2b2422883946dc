import type { Clock, Engine, Store } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { Access } from '../access/access.ts'
import type { Credential, Viewer } from '../access/credential.ts'
import type { FieldBudget } from '../graphql/field-budget.ts'
import type { Share } from '../shares/shares.ts'
import type { StreamTurn } from '../streams/stream-turn.ts'
import type { Loaders } from './loading/loaders.ts'

/** The context of the resolvers of one operation. A subscription keeps its context until it ends. */
export interface ApiContext {
  readonly viewer: Viewer
  readonly credential: Credential
  /** Creates and revokes tokens. */
  readonly access: Access
  /** Use it only to read. Every write is a command of the engine or of `access`. */
  readonly prisma: PrismaClient
  readonly store: Store
  readonly engine: Engine
  readonly clock: Clock
  readonly loaders: Loaders
  readonly budget: FieldBudget
  /** How many connections and streams the credential has open. */
  readonly share: Share
  /** Waits until a stream of this operation may use the server: the streams of all credentials take turns (R4). Only subscriptions use it. */
  readonly turn: StreamTurn
  /** Aborts when the client has disconnected. */
  readonly signal: AbortSignal
}
