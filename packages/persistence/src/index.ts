/** The record behind the engine's store port: the data folder, its lock, the database and its migrations. */
export { type Database, type DatabaseOptions, openDatabase } from './database/database.ts'
export { DatabaseUnreachable } from './database/postgres-problems.ts'
export { type DataFolder, isDataFolderHeld, openDataFolder } from './folder/data-folder.ts'
export { DataFolderHeld, DataFolderUnusable } from './folder/data-folder-problems.ts'
export { isOnThisMachine, readServer, type ServerFile } from './folder/server-file.ts'
export { DatabaseTooNew, DatabaseUnfit } from './migrations/migrate.ts'
export { StartProblem } from './start-problem.ts'
export { redactedStore } from './store/redacted-store.ts'
