import type { PrismaClient } from '@coppice/prisma'
import type { ClaimHolder } from './claim-holder.ts'

/** The claim as it is stored. All times are by the clock of the database, so the clocks of the servers do not matter. */
export interface ClaimRow {
  holder: ClaimHolder
  since: Date
  /** It changes with every renewal. */
  renewedAt: Date
  /** How long until another server may take the claim. It is 0 or negative when the lease has run out. */
  leftMs: number
}

export async function readClaim(prisma: PrismaClient): Promise<ClaimRow | null> {
  const [row] = await prisma.$queryRaw<ClaimRow[]>`
    SELECT "holder", "since", "renewedAt",
      (extract(epoch FROM "expiresAt" - clock_timestamp()) * 1000)::float8 AS "leftMs"
    FROM "ServerClaim"`
  return row ?? null
}

/**
 * Takes the claim if its lease has run out, if nobody has it, or if the server `dead` has it. The same statement gives the new epoch to
 * every run that is active or whose delivery was requested. From then on, the writes of the earlier owner of such a run are refused.
 *
 * @param dead the id of a holder that is proven to be dead, or null
 * @returns the new epoch, or null when another server has the claim
 */
export async function takeClaim(
  prisma: PrismaClient,
  holder: ClaimHolder,
  leaseMs: number,
  dead: string | null,
): Promise<number | null> {
  const [row] = await prisma.$queryRaw<{ epoch: number }[]>`
    WITH claim AS (
      INSERT INTO "ServerClaim" AS held ("id", "epoch", "holderId", "holder", "since", "renewedAt", "expiresAt")
      SELECT 1, 1, ${holder.id}::uuid, ${JSON.stringify(holder)}::jsonb, at, at, at + make_interval(secs => ${leaseMs / 1000}::float8)
      FROM clock_timestamp() AS at
      ON CONFLICT ("id") DO UPDATE SET
        "epoch" = held."epoch" + 1, "holderId" = excluded."holderId", "holder" = excluded."holder",
        "since" = excluded."since", "renewedAt" = excluded."renewedAt", "expiresAt" = excluded."expiresAt"
      WHERE held."expiresAt" <= clock_timestamp() OR held."holderId" = ${dead}::uuid
      RETURNING "epoch"
    ), run AS (
      UPDATE "Run" SET "ownerEpoch" = claim."epoch" FROM claim
      WHERE "activeProjectId" IS NOT NULL OR "deliveryRequestedAt" IS NOT NULL
    )
    SELECT "epoch" FROM claim`
  return row?.epoch ?? null
}

/** Extends the lease. @returns false when another server has taken the claim */
export async function renewClaim(prisma: PrismaClient, holder: ClaimHolder, leaseMs: number): Promise<boolean> {
  const renewed = await prisma.$executeRaw`
    UPDATE "ServerClaim" SET "holder" = ${JSON.stringify(holder)}::jsonb, "renewedAt" = clock_timestamp(),
      "expiresAt" = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}::float8)
    WHERE "holderId" = ${holder.id}::uuid`
  return renewed === 1
}

/** Ends the lease now, so that the next server need not wait. */
export async function releaseClaim(prisma: PrismaClient, { id }: ClaimHolder): Promise<void> {
  await prisma.$executeRaw`UPDATE "ServerClaim" SET "expiresAt" = clock_timestamp() WHERE "holderId" = ${id}::uuid`
}
