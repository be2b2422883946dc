-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "expertise" JSONB;

-- CreateTable
CREATE TABLE "ExpertiseEntry" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "firstKey" TEXT NOT NULL,
    "paths" TEXT[],
    "evidence" JSONB NOT NULL,
    "origin" TEXT NOT NULL,
    "pinned" BOOLEAN NOT NULL,
    "found" INTEGER NOT NULL,
    "uses" INTEGER NOT NULL,
    "doubts" INTEGER NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ExpertiseEntry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ExpertiseEntry_projectId_domain_idx" ON "ExpertiseEntry"("projectId", "domain");

-- AddForeignKey
ALTER TABLE "ExpertiseEntry" ADD CONSTRAINT "ExpertiseEntry_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
