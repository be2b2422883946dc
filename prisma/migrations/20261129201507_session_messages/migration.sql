-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "question" JSONB;

-- CreateTable
CREATE TABLE "SessionMessage" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "author" TEXT,
    "message" JSONB NOT NULL,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL,
    "acknowledgedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SessionMessage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SessionMessage_runId_acknowledgedAt_idx" ON "SessionMessage"("runId", "acknowledgedAt");

-- CreateIndex
CREATE INDEX "SessionMessage_sessionId_idx" ON "SessionMessage"("sessionId");

-- AddForeignKey
ALTER TABLE "SessionMessage" ADD CONSTRAINT "SessionMessage_sessionId_fkey" FOREIGN KEY ("sessionId") REFERENCES "Session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
