/** What a server is told at its start, by environment and command line. */
export interface ServerSettings {
  /** 0: any free port. */
  port: number
  host: string
  /** The data folder, absolute. */
  home: string
  /** Null: one is made at the first start. */
  adminToken: string | null
  sample: boolean
  /** Whether people are served too, or the API alone. */
  console: boolean
  /** How long the output of agents is kept (R4); null: for ever. */
  outputDays: number | null
  /** Null: the embedded database. */
  databaseUrl: string | null
}

/** A setting that cannot be: its message names it and says what it may be. */
export class BadSetting extends Error {}
