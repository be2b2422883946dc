-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "followUp" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "claim" JSONB;

-- CreateTable
CREATE TABLE "Issue" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "runTaskId" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "loggedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FollowUp" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "runTaskId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "epicKey" TEXT NOT NULL,
    "dependsOn" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "proposedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedBy" TEXT,
    "taskKey" TEXT,

    CONSTRAINT "FollowUp_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Issue_runId_idx" ON "Issue"("runId");

-- CreateIndex
CREATE UNIQUE INDEX "Issue_runTaskId_digest_key" ON "Issue"("runTaskId", "digest");

-- CreateIndex
CREATE INDEX "FollowUp_projectId_status_idx" ON "FollowUp"("projectId", "status");

-- CreateIndex
CREATE INDEX "FollowUp_runTaskId_idx" ON "FollowUp"("runTaskId");

-- CreateIndex
CREATE UNIQUE INDEX "FollowUp_projectId_number_key" ON "FollowUp"("projectId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "FollowUp_taskId_digest_key" ON "FollowUp"("taskId", "digest");

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_runTaskId_fkey" FOREIGN KEY ("runTaskId") REFERENCES "RunTask"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FollowUp" ADD CONSTRAINT "FollowUp_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FollowUp" ADD CONSTRAINT "FollowUp_runTaskId_fkey" FOREIGN KEY ("runTaskId") REFERENCES "RunTask"("id") ON DELETE CASCADE ON UPDATE CASCADE;
