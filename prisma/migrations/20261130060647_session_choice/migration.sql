-- AlterTable
ALTER TABLE "RunTask" ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 999,
ADD COLUMN     "qualityFailures" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "choice" JSONB,
ADD COLUMN     "domain" TEXT,
ADD COLUMN     "qualityFailures" INTEGER NOT NULL DEFAULT 0;
