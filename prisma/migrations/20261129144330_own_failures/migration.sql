-- AlterTable
ALTER TABLE "RunTask" ADD COLUMN     "ownFailures" INTEGER NOT NULL DEFAULT 0;
