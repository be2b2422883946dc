import type { Clock, Engine, Role, Store } from '@coppice/engine'
import type { PrismaClient } from '@coppice/prisma'
import type { Loaders } from './loading/loaders.ts'

/** What resolvers may use. One per operation; a subscription keeps its own to the end. */
export interface ApiContext {
  readonly viewer: Viewer
  /** For reads alone: every write is a command of the engine. */
  readonly prisma: PrismaClient
  readonly store: Store
  readonly engine: Engine
  readonly clock: Clock
  readonly loaders: Loaders
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/** Who asks. */
export interface Viewer {
  readonly name: string
  readonly role: Role
}
