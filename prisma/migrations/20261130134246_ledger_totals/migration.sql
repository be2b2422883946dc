-- DropIndex
DROP INDEX "LedgerSum_runId_idx";

-- AlterTable
ALTER TABLE "LedgerSum" ADD COLUMN     "domain" TEXT NOT NULL DEFAULT 'none',
ADD COLUMN     "sessionNumber" INTEGER NOT NULL DEFAULT 0;
UPDATE "LedgerSum" SET "domain" = coalesce("Session"."domain", 'none'), "sessionNumber" = "Session"."number"
FROM "Session" WHERE "Session"."id" = "sessionId";
ALTER TABLE "LedgerSum" ALTER COLUMN "domain" DROP DEFAULT, ALTER COLUMN "sessionNumber" DROP DEFAULT;

-- CreateTable
CREATE TABLE "LedgerTotal" (
    "scopeId" UUID NOT NULL,
    "dimension" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "projectId" UUID NOT NULL,
    "tasks" INTEGER NOT NULL,
    "sessions" INTEGER NOT NULL,
    "requests" INTEGER NOT NULL,
    "partialRequests" INTEGER NOT NULL,
    "unpricedRequests" INTEGER NOT NULL,
    "inputTokens" BIGINT NOT NULL,
    "outputTokens" BIGINT NOT NULL,
    "cacheReadTokens" BIGINT NOT NULL,
    "cacheWriteTokens" BIGINT NOT NULL,
    "cacheWrite1hTokens" BIGINT NOT NULL,
    "inputMicroUsd" BIGINT NOT NULL,
    "outputMicroUsd" BIGINT NOT NULL,
    "cacheReadMicroUsd" BIGINT NOT NULL,
    "cacheWriteMicroUsd" BIGINT NOT NULL,
    "costMicroUsd" BIGINT NOT NULL,
    "reportedCostMicroUsd" BIGINT NOT NULL,

    CONSTRAINT "LedgerTotal_pkey" PRIMARY KEY ("scopeId","dimension","key","agent")
);

-- CreateIndex
CREATE INDEX "LedgerTotal_projectId_idx" ON "LedgerTotal"("projectId");

-- CreateIndex
CREATE INDEX "LedgerSum_runId_sessionNumber_idx" ON "LedgerSum"("runId", "sessionNumber");

-- AddForeignKey
ALTER TABLE "LedgerTotal" ADD CONSTRAINT "LedgerTotal_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The totals of the sums that are there already.
INSERT INTO "LedgerTotal"
SELECT scope."id", place."dimension", place."key", place."agent", s."projectId", count(DISTINCT s."runTaskId"), count(DISTINCT s."sessionId"), sum(s."requests"), sum(s."partialRequests"), sum(s."unpricedRequests"), sum(s."inputTokens"), sum(s."outputTokens"),
  sum(s."cacheReadTokens"), sum(s."cacheWriteTokens"), sum(s."cacheWrite1hTokens"), sum(s."inputMicroUsd"), sum(s."outputMicroUsd"),
  sum(s."cacheReadMicroUsd"), sum(s."cacheWriteMicroUsd"), sum(s."costMicroUsd"), sum(s."reportedCostMicroUsd")
FROM "LedgerSum" AS s
  JOIN "Session" AS session ON session."id" = s."sessionId"
  JOIN "RunTask" AS task ON task."id" = s."runTaskId"
  JOIN "Batch" AS batch ON batch."id" = task."batchId"
  JOIN "Run" AS run ON run."id" = s."runId"
  CROSS JOIN LATERAL (VALUES
    ('TASK', task."key", ''), ('EPIC', s."epicKey", ''), ('BATCH', batch."number"::text, ''), ('RUN', run."number"::text, ''),
    ('SESSION', session."number"::text, ''), ('MODEL', s."model", s."agent"), ('DAY', s."day"::text, ''), ('DOMAIN', s."domain", ''),
    ('ATTEMPT', CASE s."kind" WHEN 'WORK' THEN 'WORK ' || s."attempt" ELSE s."kind" END, '')
  ) AS place("dimension", "key", "agent")
  CROSS JOIN LATERAL (VALUES (s."runId"), (s."projectId")) AS scope("id")
GROUP BY scope."id", s."projectId", place."dimension", place."key", place."agent";
