-- AlterTable
ALTER TABLE "RunTask" ADD COLUMN     "clashes" JSONB NOT NULL DEFAULT '[]';
