-- AlterTable
ALTER TABLE "RunTask" ADD COLUMN     "awaitedResource" TEXT;
