/** The variables of the server's environment that plans name in `env` and in secret settings. Their values are never stored (A2). */
export interface PassedVariables {
  /** Returns the variables among `names` that are set. From then on their values are redacted wherever text is stored or shown. */
  take(names: readonly string[]): Record<string, string>
  /** Returns the variables among `names` that are set. Their values are not redacted, so they must not be secrets. */
  read(names: readonly string[]): Record<string, string>
  /** @returns those of `names` that are not set */
  unset(names: readonly string[]): string[]
}
