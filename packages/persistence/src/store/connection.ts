import type { Prisma } from '@coppice/prisma'

/** The client, or one of its transactions. */
export type Connection = Prisma.TransactionClient
