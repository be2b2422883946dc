-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "trustedPrograms" JSONB;
