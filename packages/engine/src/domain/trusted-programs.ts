/** The programs that a repository's config names and git would run, by config key, as a person let the project have them (I2). */
export type TrustedPrograms = Readonly<Record<string, string>>

/** A program that the config names, or no longer names, other than the project trusts it. */
export interface UntrustedProgram {
  /** `filter.lfs.clean` */
  key: string
  /** What the config says now; null where it says nothing any more. */
  value: string | null
  /** The config file; null where the key is gone. */
  place: string | null
}
