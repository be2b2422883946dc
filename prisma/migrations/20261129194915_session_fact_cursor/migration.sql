-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "factCursor" INTEGER NOT NULL DEFAULT 0;
