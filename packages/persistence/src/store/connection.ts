import type { Prisma } from '@coppice/prisma'

/** The client, or one transaction of it. */
export type Connection = Prisma.TransactionClient
