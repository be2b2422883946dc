ALTER TABLE "Session" ADD COLUMN "conversationId" TEXT;
