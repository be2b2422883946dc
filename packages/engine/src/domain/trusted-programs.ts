/** The programs that a person has trusted and that git may run in a repository (I2). Each key is a config key, each value its program. */
export type TrustedPrograms = Readonly<Record<string, string>>

/** A config key whose program differs from the one that the project trusts. */
export interface UntrustedProgram {
  /** The config key, such as `filter.lfs.clean`. */
  key: string
  /** The program that the config names now. It is null when the config no longer has the key. */
  value: string | null
  /** The path of the config file. It is null when the config no longer has the key. */
  place: string | null
}
