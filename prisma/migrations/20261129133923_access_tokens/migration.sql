-- AlterTable
ALTER TABLE "AccessToken" ADD COLUMN     "expiresAt" TIMESTAMPTZ(3),
ADD COLUMN     "lastUsedAt" TIMESTAMPTZ(3),
ADD COLUMN     "liveName" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "AccessToken_liveName_key" ON "AccessToken"("liveName");

-- Names were not unique before: the newest living token of a name keeps it.
UPDATE "AccessToken" SET "liveName" = "name" WHERE "id" IN (
  SELECT DISTINCT ON ("name") "id" FROM "AccessToken" WHERE "revokedAt" IS NULL ORDER BY "name", "createdAt" DESC
);
