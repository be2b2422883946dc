-- Earlier versions had the slot only as the last part of the path. A path of another form gets a slot that no other session has.
ALTER TABLE "Session" ADD COLUMN "slot" INTEGER;
UPDATE "Session" SET "slot" = COALESCE(substring("worktreePath" from '/slot-([0-9]{1,6})$')::INTEGER, "number");
ALTER TABLE "Session" ALTER COLUMN "slot" SET NOT NULL,
ALTER COLUMN "worktreePath" DROP NOT NULL;
