-- AlterTable
ALTER TABLE "LedgerSum" ADD COLUMN     "flatRateRequests" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "LedgerTotal" ADD COLUMN     "flatRateRequests" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "flatRate" BOOLEAN NOT NULL DEFAULT false;
