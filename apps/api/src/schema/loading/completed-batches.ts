import type { PrismaClient } from '@coppice/prisma'

/** Counts, for each run, the batches in which every task is COMPLETED. It makes one query. */
export async function countCompletedBatches(
  prisma: PrismaClient,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await prisma.batch.groupBy({
    by: ['runId'],
    where: { runId: { in: [...runIds] }, tasks: { every: { status: 'COMPLETED' } } },
    _count: true,
  })
  return new Map(rows.map((row) => [row.runId, row._count]))
}
