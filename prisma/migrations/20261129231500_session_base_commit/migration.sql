-- Sessions of earlier versions all started at their base.
ALTER TABLE "Session" ADD COLUMN "baseCommit" TEXT;
UPDATE "Session" SET "baseCommit" = "startCommit";
ALTER TABLE "Session" ALTER COLUMN "baseCommit" SET NOT NULL;
