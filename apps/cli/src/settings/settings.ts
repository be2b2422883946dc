/** The settings of a server, from the environment and the command line. */
export interface ServerSettings {
  /** 0 means any free port. */
  port: number
  host: string
  /** The absolute path of the data folder. */
  home: string
  /** The admin token. If it is null, the first start creates one. */
  adminToken: string | null
  sample: boolean
  /** Whether the server serves the console too, or only the API. */
  console: boolean
  /** How many days the output of agents is kept (R4). If it is null, output is kept for ever. */
  outputDays: number | null
  /** The URL of a PostgreSQL server. If it is null, the server uses the embedded database. */
  databaseUrl: string | null
  /** The lowest version of bubblewrap that the user accepts for the sandbox. If it is null, Coppice asks for one without known holes. */
  bubblewrapAtLeast: string | null
}

/** An invalid setting. Its message names the setting and the valid values. */
export class BadSetting extends Error {}
