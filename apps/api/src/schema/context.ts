import type { Clock, Engine, Store } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { Access } from '../access/access.ts'
import type { Credential, Viewer } from '../access/credential.ts'
import type { FieldBudget } from '../graphql/field-budget.ts'
import type { Share } from '../shares/shares.ts'
import type { StreamTurn } from '../streams/stream-turn.ts'
import type { Loaders } from './loading/loaders.ts'

/** What resolvers may use. Each operation has one context, which a subscription keeps until its end. */
export interface ApiContext {
  readonly viewer: Viewer
  readonly credential: Credential
  /** For changes of tokens. */
  readonly access: Access
  /** Only for reads. Every write is a command of the engine or of `access`. */
  readonly prisma: PrismaClient
  readonly store: Store
  readonly engine: Engine
  readonly clock: Clock
  readonly loaders: Loaders
  readonly budget: FieldBudget
  /** What the credential uses at present. */
  readonly share: Share
  /** Belongs to this operation when it is a subscription. */
  readonly turn: StreamTurn
  /** Aborted when nobody waits for the response any longer. */
  readonly signal: AbortSignal
}
