-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "lastCommand" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "RunTask" ADD COLUMN     "lastCommand" INTEGER NOT NULL DEFAULT 0;
