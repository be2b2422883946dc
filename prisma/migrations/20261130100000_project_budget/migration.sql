-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "budgetMicroUsd" BIGINT,
ADD COLUMN     "dayBudgetMicroUsd" BIGINT;

-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "dayWarned" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "projectWarned" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "resumesAt" TIMESTAMPTZ(3),
ADD COLUMN     "unpricedAsked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "warnedDay" TEXT;

-- CreateIndex
CREATE INDEX "Session_projectId_costMicroUsd_idx" ON "Session"("projectId", "costMicroUsd");
