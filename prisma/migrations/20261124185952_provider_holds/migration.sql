-- CreateTable
CREATE TABLE "ProviderHold" (
    "provider" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "refusals" INTEGER NOT NULL,

    CONSTRAINT "ProviderHold_pkey" PRIMARY KEY ("provider")
);
