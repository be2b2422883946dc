-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "deliveryFrom" TEXT;
