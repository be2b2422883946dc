-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "folder" JSONB,
ADD COLUMN     "ownerEpoch" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "ServerClaim" (
    "id" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "holderId" UUID NOT NULL,
    "holder" JSONB NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "renewedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ServerClaim_pkey" PRIMARY KEY ("id")
);
