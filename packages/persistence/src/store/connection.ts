import type { Prisma } from '@coppice/prisma'

/** Prisma's client, or one of its transactions. */
export type Connection = Prisma.TransactionClient
