-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "shown" JSONB;
