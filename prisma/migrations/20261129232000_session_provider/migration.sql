-- The sessions of earlier versions had the provider of their task.
ALTER TABLE "Session" ADD COLUMN "provider" TEXT;
UPDATE "Session" AS s SET "provider" = coalesce(t."settings"->>'provider', s."agent") FROM "RunTask" AS t WHERE t."id" = s."runTaskId";
ALTER TABLE "Session" ALTER COLUMN "provider" SET NOT NULL;
