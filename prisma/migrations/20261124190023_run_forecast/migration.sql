-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "forecast" JSONB;
