-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "baseBranch" TEXT NOT NULL DEFAULT 'main',
ADD COLUMN     "deliveryRequestedAt" TIMESTAMPTZ(3);

-- Earlier versions kept the base branch with the project alone.
UPDATE "Run" SET "baseBranch" = "Project"."baseBranch" FROM "Project" WHERE "Project"."id" = "Run"."projectId";
