-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "awaitsBudget" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "budgetMicroUsd" BIGINT,
ADD COLUMN     "budgetWarned" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "reservedMicroUsd" BIGINT;
