/** The settings of a server, from the environment and the command line. */
export interface ServerSettings {
  /** 0 means any free port. */
  port: number
  host: string
  /** The absolute path of the data folder. */
  home: string
  /** Null means that the first start creates one. */
  adminToken: string | null
  sample: boolean
  /** Whether the server has the console, or only the API. */
  console: boolean
  /** How long the output of agents is kept (R4). Null means without a limit. */
  outputDays: number | null
  /** Null means the embedded database. */
  databaseUrl: string | null
}

/** An invalid setting. Its message names the setting and the valid values. */
export class BadSetting extends Error {}
