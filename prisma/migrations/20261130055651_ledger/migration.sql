-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "knownCostMicroUsd" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "reportedCostMicroUsd" BIGINT;

-- CreateTable
CREATE TABLE "LedgerEntry" (
    "sessionId" UUID NOT NULL,
    "requestId" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "partial" BOOLEAN NOT NULL,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "cacheReadTokens" INTEGER,
    "cacheWriteTokens" INTEGER,
    "cacheWrite1hTokens" INTEGER,
    "inputMicroUsd" BIGINT,
    "outputMicroUsd" BIGINT,
    "cacheReadMicroUsd" BIGINT,
    "cacheWriteMicroUsd" BIGINT,
    "costMicroUsd" BIGINT,
    "reportedCostMicroUsd" BIGINT,

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("sessionId","requestId")
);

-- CreateTable
CREATE TABLE "LedgerSum" (
    "sessionId" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "projectId" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "runTaskId" UUID NOT NULL,
    "epicKey" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "agent" TEXT NOT NULL,
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

    CONSTRAINT "LedgerSum_pkey" PRIMARY KEY ("sessionId","model","day")
);

-- CreateIndex
CREATE INDEX "LedgerSum_projectId_idx" ON "LedgerSum"("projectId");

-- CreateIndex
CREATE INDEX "LedgerSum_runId_idx" ON "LedgerSum"("runId");

-- CreateIndex
CREATE INDEX "LedgerSum_runTaskId_idx" ON "LedgerSum"("runTaskId");

-- AddForeignKey
ALTER TABLE "LedgerEntry" ADD CONSTRAINT "LedgerEntry_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerSum" ADD CONSTRAINT "LedgerSum_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Until now the cost of a session was the one that its agent reported.
UPDATE "Session" SET "knownCostMicroUsd" = "costMicroUsd", "reportedCostMicroUsd" = "costMicroUsd" WHERE "costMicroUsd" IS NOT NULL;
