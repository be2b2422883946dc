-- AlterTable
ALTER TABLE "Session" ADD COLUMN "cutOff" BOOLEAN NOT NULL DEFAULT false;

-- Sessions of earlier versions that were interrupted
UPDATE "Session" SET "cutOff" = true WHERE status = 'INTERRUPTED';
