/** I2: the programs in a repository's config that git would run and that a person trusted, by config key. */
export type TrustedPrograms = Readonly<Record<string, string>>

/** A config key whose program differs from the one that the project trusts. */
export interface UntrustedProgram {
  /** The config key, such as `filter.lfs.clean`. */
  key: string
  /** The present value. Is null when the config has none any more. */
  value: string | null
  /** The config file. Is null when the key is gone. */
  place: string | null
}
