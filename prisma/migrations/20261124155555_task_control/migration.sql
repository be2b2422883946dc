-- AlterTable
ALTER TABLE "RunTask" ADD COLUMN     "cancelRequested" BOOLEAN NOT NULL DEFAULT false;
