-- CreateIndex
CREATE INDEX "Task_projectId_archivedAt_position_idx" ON "Task"("projectId", "archivedAt", "position");
